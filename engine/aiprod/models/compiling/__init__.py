# SPDX-License-Identifier: Apache-2.0
"""Video models made faster or smaller: quantised, exported to ONNX, built into TensorRT engines, compiled by PyTorch.

What is built is kept under a key of everything that decides it (`keys`, `cache`); what each way is worth is measured on the
machine it is to run on (`measurements`), and the planner goes by that, never by a promise.
"""
