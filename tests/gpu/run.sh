#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Trains AIPROD Nano on a rented GPU machine without a network, in minutes. Run from a folder that holds house/ (this source tree), carry/
# (wheels and libraries) and, for the second run, results/ (what the first one left).
#   run.sh first    smoke test, the codec, and how fast the transformer trains
#   run.sh second   the codec's finish, the transformer, samples and judgement
#   run.sh rest     right after `second`, on the same machine: the weights' low bytes and whatever did not fit
set -u
stage=$1
house=$(cd "$(dirname "$0")/../.." && pwd)
base=$(dirname "$house")
PY=${PY:-python3} DEVICE=${DEVICE:-cuda} WORKERS=${WORKERS:-14} WORK=${WORK:-/tmp/nano-work} RECIPE=${RECIPE:-$house/models/nano/recipe.yaml}
mkdir -p "$OUT" "$WORK"
if [ "$stage" = rest ]; then
  cp "$WORK"/second/rest/* "$OUT"/
  ls -la "$OUT"
  exit
fi
export PYTHONUNBUFFERED=1 OMP_WAIT_POLICY=passive HF_HUB_OFFLINE=1 TORCHINDUCTOR_COMPILE_THREADS=4
export PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True TORCHINDUCTOR_CACHE_DIR=$WORK/inductor TRITON_CACHE_DIR=$WORK/triton
export PYTHONPATH=$house/engine
if [ -d "$base/carry/wheels" ]; then  # packages and system libraries that such a machine lacks
  $PY -m pip install -q --no-index --no-deps --no-compile --no-cache-dir --upgrade --target "$WORK/site" "$base"/carry/wheels/*.whl ||
    for wheel in "$base"/carry/wheels/*.whl; do $PY -m zipfile -e "$wheel" "$WORK/site"; done
  export PYTHONPATH=$WORK/site:$house/engine
  $PY -c 'import skia' 2>/dev/null || export LD_LIBRARY_PATH=$base/carry/libs:${LD_LIBRARY_PATH:-}
fi
if [ -f "$base/results/inductor.tgz" ]; then tar xzf "$base/results/inductor.tgz" -C "$WORK"; fi
[ "$DEVICE" = cuda ] && nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader
$PY -c 'import sys, torch, skia, cv2, pydantic, safetensors; print(sys.version.split()[0], torch.__version__, pydantic.VERSION)' || exit 4
common="--device $DEVICE --workers $WORKERS --recipe $RECIPE --out $OUT --work $WORK/$stage"
case $stage in
  first)
    $PY -m aiprod.training.nano $common --seconds "${SECONDS_IN_ALL:-200}" --codec-seconds "${CODEC:-100}" \
      --video-seconds "${VIDEO:-20}" --samples 4 2>"$WORK/errors"
    code=$?
    rm -f "$OUT"/video.high.*
    tar czf "$OUT/inductor.tgz" -C "$WORK" --exclude='*.lock' inductor triton 2>/dev/null
    [ "$(stat -c %s "$OUT/inductor.tgz" 2>/dev/null || echo 0)" -lt 15000000 ] || rm -f "$OUT/inductor.tgz"
    ;;
  second)
    $PY -m aiprod.training.nano $common --seconds "${SECONDS_IN_ALL:-450}" --codec-seconds "${CODEC:-45}" \
      --judge-seconds "${JUDGE:-50}" --samples "${SHOWN:-36}" --exam "${EXAM:-96}" --first-clip 1000000 --resume "$base/results" 2>"$WORK/errors"
    code=$?
    ;;
esac
grep -v -i warn "$WORK/errors" | tail -25
ls -la "$OUT"
exit $code
