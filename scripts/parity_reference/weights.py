"""Where a model's weights come from: a folder with the published files, or a seed."""
import os

import torch
from safetensors import safe_open

from . import values

# Buffers with fixed values. Published files may lack them; then the module's own stay.
COMPUTED = ("tokenizer._mel_filters", "tokenizer.window")


class SeededWeights:
    """Every value follows from a seed. Keeps the inventory that a program needs to make the same checkpoint."""

    def __init__(self, seed):
        self.seed = seed
        self._rows = {}

    def fill(self, module, files, prefix):
        """Fills a module whose names begin with `prefix` in the first of `files`."""
        rows = self._rows.setdefault(files[0], {})
        with torch.no_grad():
            for key, value in module.state_dict().items():
                name = prefix + key
                rows[name] = self._row(name, value)
                if name in COMPUTED:
                    continue
                if value.dtype == torch.int64:
                    value.zero_()
                else:
                    value.copy_(torch.from_numpy(values.tensor(name, tuple(value.shape), self.seed)))

    def file_of(self, files):
        """The name that the first of `files` has in the inventory."""
        return files[0]

    def inventory(self):
        """Rows by file. The parts of S3Gen are used in another order than they stand in the file, which changes no value."""
        return {file: list(rows.values()) for file, rows in self._rows.items()}

    @staticmethod
    def _row(name, value):
        row = dict(name=name, shape=list(value.shape), dtype="I64" if value.dtype == torch.int64 else "F32")
        return {**row, "computed": True} if name in COMPUTED else row


class FolderWeights:
    """The files of a published checkpoint, computed with as float32. Only the tensors asked for are read."""

    def __init__(self, folder):
        self.folder = folder

    def fill(self, module, files, prefix):
        """Fills a module whose names begin with `prefix` in the first of `files` that is there."""
        state = {k: v.float() if v.is_floating_point() else v for k, v in self._read(files, prefix).items()}
        missing, unknown = module.load_state_dict(state, strict=False)
        missing = [key for key in missing if prefix + key not in COMPUTED]
        if missing or unknown:
            raise SystemExit(f"{self.folder}: {files[0]} does not fit: missing {missing[:5]}, unknown {unknown[:5]} under '{prefix}'")

    def file_of(self, files):
        """The first of `files` that is there."""
        for file in files:
            if os.path.exists(os.path.join(self.folder, file)):
                return file
        raise SystemExit(f"{self.folder} has none of {', '.join(files)}")

    def inventory(self):
        """Empty: real weights cannot be made again from a seed."""
        return {}

    def _read(self, files, prefix):
        path = os.path.join(self.folder, self.file_of(files))
        if path.endswith(".pt"):
            state = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
            return {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix)}
        with safe_open(path, framework="pt") as file:
            return {k[len(prefix):]: file.get_tensor(k) for k in file.keys() if k.startswith(prefix)}
