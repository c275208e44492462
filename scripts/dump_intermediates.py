#!/usr/bin/env python3
"""Runs the Python reference once, from the recording to the wave, and writes every intermediate tensor of phases 1 to 8.

    python3 scripts/dump_intermediates.py --family original --model-dir FOLDER --wav ref.wav --text "Hello." --out CASE
    python3 scripts/dump_intermediates.py --family turbo --size tiny --seed 3 --wav ref.wav --text "Hello." --out CASE

Writes CASE/tensors.safetensors, CASE/case.json and CASE/inventory.json, which `chatterbox parity --ref-dir CASE` reads.
docs/parity.md says what to install, what the tensors mean and how close they must be.

The models run one after the other and only one of them is in memory at a time. All randomness is recorded: the uniform
numbers of sampling, the noise of the flow, the phases and the noise of the sine source.
"""
import argparse
import inspect
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOKENIZERS = os.path.join(HERE, "..", "models", "tokenizers")
TOKENIZER_FOLDERS = {"original": "english", "multilingual": "multilingual", "turbo": "turbo-nano", "nano": "turbo-nano"}
REFERENCE = "resemble-ai/chatterbox@5de7a54"


def parse_arguments():
    parser = argparse.ArgumentParser(description="Records every intermediate tensor of one run of the Python reference.")
    parser.add_argument("--family", required=True, choices=sorted(TOKENIZER_FOLDERS))
    parser.add_argument("--model-dir", help="a folder with the published files; without it, weights are made from --seed")
    parser.add_argument("--size", default="full", choices=("full", "tiny", "pico"), help="full is the published size")
    parser.add_argument("--seed", type=int, default=1, help="of the weights and of the sampling")
    parser.add_argument("--wav", required=True, help="the voice's recording; over 5 s for turbo and nano")
    parser.add_argument("--text", required=True)
    parser.add_argument("--lang", help="language of the text, multilingual only")
    parser.add_argument("--tokens", type=int, help="stop after so many speech tokens (24; 1000 with --model-dir)")
    parser.add_argument("--exaggeration", type=float, default=0.5)
    parser.add_argument("--cfg-weight", type=float, default=0.5)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--tokenizer", help="folder of the tokenizer (--model-dir, or this repository's)")
    parser.add_argument("--boundaries", action="store_true", help="only what goes from phase to phase")
    parser.add_argument("--no-audio", action="store_true", help="leave the resampled recording out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", required=True, help="the folder to write")
    arguments = parser.parse_args()
    if arguments.lang and arguments.family != "multilingual":
        parser.error("--lang is for --family multilingual")
    if arguments.family == "multilingual" and not arguments.lang:
        parser.error("--family multilingual needs --lang")
    if arguments.size == "pico" and arguments.family != "original":
        parser.error("--size pico is of --family original")
    arguments.tokens = arguments.tokens or (1000 if arguments.model_dir else 24)
    arguments.tokenizer = arguments.tokenizer or arguments.model_dir or os.path.join(
        TOKENIZERS, TOKENIZER_FOLDERS[arguments.family])
    return arguments


def make_speaker(arguments, models, recorder):
    """(the family's entry class over the stand-ins, its punc_norm, its token ids of the text, options of generate)"""
    parts = (models.t3, models.s3gen, models.voice_encoder)
    guided = dict(exaggeration=arguments.exaggeration, cfg_weight=arguments.cfg_weight, temperature=arguments.temperature)
    if arguments.family == "original":
        from chatterbox.models.tokenizers import EnTokenizer
        from chatterbox.tts import ChatterboxTTS, punc_norm
        tokenizer = EnTokenizer(os.path.join(arguments.tokenizer, "tokenizer.json"))
        ids = tokenizer.text_to_tokens(punc_norm(arguments.text))
        return ChatterboxTTS(*parts, tokenizer, "cpu"), punc_norm, ids, guided
    if arguments.family == "multilingual":
        from chatterbox.models.tokenizers import MTLTokenizer
        from chatterbox.mtl_tts import ChatterboxMultilingualTTS, punc_norm
        tokenizer = MTLTokenizer(os.path.join(arguments.tokenizer, "grapheme_mtl_merged_expanded_v1.json"))
        ids = tokenizer.text_to_tokens(punc_norm(arguments.text), language_id=arguments.lang)
        return ChatterboxMultilingualTTS(*parts, tokenizer, "cpu"), punc_norm, ids, dict(language_id=arguments.lang, **guided)
    from transformers import AutoTokenizer
    from chatterbox.tts_turbo import ChatterboxTurboTTS, punc_norm

    class Turbo(ChatterboxTurboTTS):
        def norm_loudness(self, *args, **kwargs):
            wav = super().norm_loudness(*args, **kwargs)
            recorder.audio("audio/ref_24k_loudness", wav)
            return wav

    tokenizer = AutoTokenizer.from_pretrained(arguments.tokenizer)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    ids = tokenizer(punc_norm(arguments.text), return_tensors="pt").input_ids
    return Turbo(*parts, tokenizer, "cpu"), punc_norm, ids, dict(temperature=arguments.temperature)


def defaults_of(generate):
    return {name: parameter.default for name, parameter in inspect.signature(generate).parameters.items()
            if parameter.default is not inspect.Parameter.empty and name != "audio_prompt_path"}


def write(arguments, recorder, inventory, t3_file, normalized, options):
    import librosa
    import torch
    import transformers
    from safetensors.numpy import save_file

    os.makedirs(arguments.out, exist_ok=True)
    save_file(recorder.tensors, os.path.join(arguments.out, "tensors.safetensors"))
    case = dict(
        family=arguments.family, size=arguments.size, seed=arguments.seed, text=arguments.text, normalized=normalized,
        language=arguments.lang, reference_wav=os.path.basename(arguments.wav), t3_file=t3_file, options=options,
        forced_stop_after=arguments.tokens, reference=REFERENCE, torch=torch.__version__,
        transformers=transformers.__version__, librosa=librosa.__version__,
        tensors=[dict(name=name, shape=list(value.shape), dtype=str(value.dtype)) for name, value in recorder.tensors.items()])
    with open(os.path.join(arguments.out, "case.json"), "w", encoding="utf-8") as file:
        json.dump(case, file, indent=1, ensure_ascii=False)
    with open(os.path.join(arguments.out, "inventory.json"), "w", encoding="utf-8") as file:
        json.dump(inventory, file, separators=(",", ":"))


def main():
    arguments = parse_arguments()
    sys.path.insert(0, HERE)
    from parity_reference import environment
    environment.prepare([arguments.tokenizer])

    # These import the reference, which must find what `prepare` has put in place.
    import torch
    from parity_reference.models import T3_FILES, Models
    from parity_reference.recorder import Recorder
    from parity_reference.weights import FolderWeights, SeededWeights

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    weights = FolderWeights(arguments.model_dir) if arguments.model_dir else SeededWeights(arguments.seed)
    recorder = Recorder(arguments.tokens, bool(arguments.model_dir), arguments.boundaries, not arguments.no_audio, arguments.seed)
    models = Models(arguments.family, arguments.size, weights, recorder.watch)
    speaker, punc_norm, ids, options = make_speaker(arguments, models, recorder)
    recorder.record("text/token_ids", ids)
    exaggeration = {} if models.gpt else {"exaggeration": arguments.exaggeration}
    with torch.inference_mode(), recorder.watching_functions(models.s3gen):
        speaker.prepare_conditionals(arguments.wav, **exaggeration)
        recorder.record("ref/speaker_emb", speaker.conds.t3.speaker_emb)
        recorder.record("ref/t3_prompt_tokens", speaker.conds.t3.cond_prompt_speech_tokens)
        wav = speaker.generate(arguments.text, **options)
    recorder.finish(wav)
    write(arguments, recorder, weights.inventory(), weights.file_of(T3_FILES[arguments.family]), punc_norm(arguments.text),
          {**defaults_of(speaker.generate), **options})
    print(f"{arguments.out}: {len(recorder.tensors)} tensors, {len(recorder.chosen)} tokens, {wav.shape[-1] / 24000:.2f} s")


if __name__ == "__main__":
    main()
