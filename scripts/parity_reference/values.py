"""Checkpoints made from a seed: every value follows from the seed, the tensor's name and the flat index in it.

h    = fnv1a64(utf8(name)) ^ (seed * 0x9E3779B97F4A7C15)          (mod 2^64)
z    = mix(h + (i + 1) * 0x9E3779B97F4A7C15)                      (the finaliser of splitmix64, i in C order)
v    = (z >> 40) * 2^-23 - 1                                      (24 bits, exact in float32, in [-1, 1))
x[i] = float32(offset) + float32(scale) * v                       (multiply, round, add, round)

parity_data/README.md has the table of offsets and scales; src/Chatterbox/Checkpoints/Generated does the same in C#.
"""
import numpy as np

GOLDEN = 0x9E3779B97F4A7C15
MASK = 0xFFFFFFFFFFFFFFFF
BLOCK = 1 << 22

EMBEDDINGS = ("_emb.", ".wpe.", ".wte.", "embed_tokens", "input_embedding")
# GPT-2's Conv1D stores (in, out) where a Linear stores (out, in).
TRANSPOSED = (".c_attn.", ".c_proj.", ".c_fc.")


def fnv1a64(name):
    hash_value = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        hash_value = ((hash_value ^ byte) * 0x100000001B3) & MASK
    return hash_value


def unit(name, count, seed):
    """`count` float32 values in [-1, 1)."""
    base = np.uint64(fnv1a64(name) ^ ((seed * GOLDEN) & MASK))
    values = np.empty(count, np.float32)
    with np.errstate(over="ignore"):
        for start in range(0, count, BLOCK):
            end = min(count, start + BLOCK)
            z = np.arange(start + 1, end + 1, dtype=np.uint64) * np.uint64(GOLDEN) + base
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
            values[start:end] = (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0 ** -23) - np.float32(1.0)
    return values


def rule(name, shape):
    """(offset, scale) from a tensor's name and shape; the first rule that fits counts."""
    leaf = name.rsplit(".", 1)[-1]
    if leaf == "running_var":
        return 1.0, 0.5
    if leaf == "running_mean":
        return 0.0, 0.25
    if name.startswith("mel2wav.conv_post."):               # keeps the wave inside the limiter
        if leaf == "bias":
            return -1.0, 0.5
        if leaf == "original0":
            return 0.25, 0.05
    if name == "mel2wav.f0_predictor.classifier.weight":    # F0 of 0 to 500 Hz: voiced and unvoiced frames
        return 0.0, 400.0 * np.sqrt(3.0 / shape[1])
    if leaf == "original0":                                 # magnitude of a normalised weight
        return 1.0, 0.25
    if leaf == "original1":                                 # its direction, whose scale cancels
        return 0.0, 1.0
    if leaf == "alpha":                                     # Snake
        return 1.0, 0.5
    if leaf == "pre_attention_query":
        return 0.0, 1.0
    if leaf in ("pos_bias_u", "pos_bias_v"):
        return 0.0, 0.5
    if leaf in ("similarity_weight", "similarity_bias"):
        return 0.0, 1.0
    if leaf.startswith("bias"):
        return 0.0, 0.1
    if len(shape) == 1:                                     # gains of norms
        return 1.0, 0.25
    if any(part in name for part in EMBEDDINGS):
        return 0.0, 0.5
    fan_in = shape[0] if any(part in name for part in TRANSPOSED) else int(np.prod(shape[1:]))
    gain = 3.0 if "speech_head" in name else 1.0
    return 0.0, gain * np.sqrt(3.0 / fan_in)


def tensor(name, shape, seed):
    """The float32 values of one tensor."""
    offset, scale = rule(name, shape)
    values = unit(name, int(np.prod(shape)), seed)
    values *= np.float32(scale)
    if offset != 0.0:
        values += np.float32(offset)
    return values.reshape(shape)
