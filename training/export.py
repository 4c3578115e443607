"""Weights -> the two ONNX files that ship: ``python -m training.export WEIGHTS.pt [WEIGHTS.pt ..] --output FOLDER``.

Several weights are averaged first. Linear layers and the word table become int8, per channel: per tensor the encoder's
output turns away from its fp32 self, mean cosine .74 against .99. Weights use seven bits, because processors without
VNNI overflow on eight.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from onrecord.reading.pieces import BUCKETS, vocabulary
from training.network import NARROW, Decoder, Encoder

OPSET = 17  # the newest that every ONNX Runtime since 1.13 runs


def average(paths: list[Path]) -> tuple[Encoder, Decoder]:
    """The mean of several weights of one training."""
    states = [torch.load(p, weights_only=True) for p in paths]
    encoder, decoder = Encoder(), Decoder()
    for name, module in (("encoder", encoder), ("decoder", decoder)):
        module.load_state_dict({k: sum(s[name][k] for s in states) / len(states) for k in states[0][name]})
        module.eval()
    return encoder, decoder


def onnx_files(encoder: Encoder, decoder: Decoder, folder: Path) -> tuple[Path, Path]:
    """Both networks in fp32, for one window and one cue at a time: without padding nothing is computed for nothing."""
    ids = torch.randint(4, len(vocabulary()), (1, 40))
    zero = torch.zeros_like(ids)
    one, two = folder / "encoder.onnx", folder / "decoder.onnx"
    given = ["ids", "case", "quote", "layout"]
    told = ["near", "asks", "cue", "entity", "harm", "link"]
    torch.onnx.export(
        encoder, (ids, zero, zero, zero), str(one), opset_version=OPSET, dynamo=False,
        input_names=given, output_names=told,
        dynamic_axes={n: {1: "pieces"} for n in (*given, *told)}, custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    near, asks, inside = torch.randn(1, 30, NARROW), torch.randn(1, NARROW), torch.zeros(1, 30)
    inside[:, 4] = 1
    distance = torch.randint(0, BUCKETS, (1, 30))
    torch.onnx.export(
        decoder, (near, asks, inside, distance), str(two), opset_version=OPSET, dynamo=False,
        input_names=["near", "asks", "inside", "distance"], output_names=["labels", "real"],
        dynamic_axes={n: {1: "pieces"} for n in ("near", "inside", "distance", "labels")},
        custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    return one, two


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--fp32", action="store_true", help="leave the weights as they are (for comparison)")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    told = {}
    with tempfile.TemporaryDirectory() as made:
        for path in onnx_files(*average(options.weights), Path(made)):
            out = options.output / path.name
            if options.fp32:
                onnx.save(onnx.load(str(path)), str(out))
            else:
                ready = path.with_suffix(".ready.onnx")
                quant_pre_process(str(path), str(ready), skip_symbolic_shape=True)
                quantize_dynamic(
                    str(ready),
                    str(out),
                    weight_type=QuantType.QInt8,
                    per_channel=True,
                    reduce_range=True,
                    op_types_to_quantize=["MatMul", "Gather", "Gemm"],
                )
            told[out.name] = hashlib.sha256(out.read_bytes()).hexdigest()
            print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    (options.output / "weights.json").write_text(
        json.dumps({"sha256": told, "model": "minilm-l6-" + told["encoder.onnx"][:8]}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
