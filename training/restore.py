"""The shipped networks -> weights to go on from: ``python -m training.restore [FOLDER] --output WEIGHTS.pt``.

Undoes :mod:`training.export`: the eight-bit tables times their scales. What was rounded stays rounded, by a part in
128, which the first steps of a training repair; the word table is taken unrounded from the pretrained encoder, which
training never changes. Heads that the shipped networks do not have begin as they would in a training from nothing.
"""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor, nn

from training.network import Decoder, Encoder, word_table
from training.train import pretrained_path


def weights(path: Path) -> dict[str, Tensor]:
    """Every initializer of an ONNX file, rounded ones at their scale."""
    held = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}
    out = {}
    for name, value in held.items():
        if name.endswith(("_scale", "_zero_point")):
            continue
        base = name.removesuffix("_quantized")
        if base != name:
            zero = held[f"{base}_zero_point"].astype(np.float32)
            value = (value.astype(np.float32) - zero) * held[f"{base}_scale"]
        out[base] = torch.tensor(np.asarray(value, dtype=np.float32))
    return out


def restore(module: nn.Module, path: Path) -> list[str]:
    """Fill ``module``; the names of what the file does not have.

    Matrices lose their names in ONNX. They are told by the bias that is added to them."""
    given = weights(path)
    graph = onnx.load(str(path)).graph
    made = {o: n for n in graph.node for o in n.output}

    def matrix(output: str, depth: int = 0) -> str | None:
        """The table that was multiplied to make ``output``."""
        node = made.get(output)
        if node is None or depth > 6:
            return None
        for name in node.input:
            base: str = name.removesuffix("_quantized")
            if "MatMul" in node.op_type and base in given and given[base].ndim == 2:
                return base
        return next((m for name in node.input if (m := matrix(name, depth + 1))), None)

    of_bias = {}
    for node in graph.node:
        for name in node.input:
            if node.op_type == "Add" and name.endswith(".bias"):
                of_bias[name] = next((m for i in node.input if i != name and (m := matrix(i))), None)
    own = module.state_dict()
    missing = []
    for name, value in own.items():
        found = given.get(name)
        if found is not None and name == "positions.weight":
            found = found[: len(value)]  # longer where windows were
        if found is None and name.endswith(".weight"):
            table = of_bias.get(name.removesuffix("weight") + "bias")
            found = given[table].T if table else None
        if found is not None and found.ndim == 2 and found.shape != value.shape:
            found = found.T
        if found is None or found.shape != value.shape:
            missing.append(name)
        else:
            value.copy_(found)
    return missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(str(files("onrecord.reading"))) / "data")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    encoder, decoder = Encoder(), Decoder()
    begun = restore(encoder, options.folder / "encoder.onnx") + restore(decoder, options.folder / "decoder.onnx")
    encoder.words.weight.data.copy_(word_table(load_file(pretrained_path())))
    torch.save({"encoder": encoder.state_dict(), "decoder": decoder.state_dict()}, options.output)
    print(f"{options.output}: begun anew: {', '.join(begun) or 'nothing'}")


if __name__ == "__main__":
    main()
