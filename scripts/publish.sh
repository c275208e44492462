#!/usr/bin/env bash
# Puts the program with all that it needs into a folder: bash scripts/publish.sh FOLDER [-p:Torch=true ...]
set -euo pipefail
target=${1:?Name the folder: bash scripts/publish.sh FOLDER}
shift
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet publish src/Chatterbox.Server -c Release -v quiet -nologo "$@" -o "$target"
mkdir -p "$target/models"
cp -R models/pico models/perth models/tokenizers models/models.json "$target/models/"
