"""What the reference runs in: without its watermarker, the network and the optional packages of single languages.

Import this before anything of `chatterbox`. The watermark comes after the last phase; Japanese readings and Chinese
segmentation are left out because the port does without them.
"""
import os
import sys
import types

import huggingface_hub


class NoWatermark:
    def apply_watermark(self, wav, sample_rate=None, **_):
        return wav


def prepare(folders):
    """`folders` are searched for the files that the reference would download (the Cangjie table)."""
    perth = types.ModuleType("perth")
    perth.PerthImplicitWatermarker = NoWatermark
    sys.modules["perth"] = perth

    segmenter = types.ModuleType("spacy_pkuseg")
    segmenter.pkuseg = _no_segmenter
    sys.modules["spacy_pkuseg"] = segmenter
    sys.modules["pykakasi"] = None

    def local_file(repo_id=None, filename=None, **_):
        for folder in folders:
            path = os.path.join(folder, filename)
            if os.path.exists(path):
                return path
        raise FileNotFoundError(filename)

    huggingface_hub.hf_hub_download = local_file


def _no_segmenter(*_, **__):
    raise ImportError("no segmenter")
