"""Notes what the reference computes, under the names that parity_data/README.md explains."""
import contextlib

import librosa
import numpy as np
import torch
import chatterbox.models.s3gen.xvector as xvector
import chatterbox.models.voice_encoder.voice_encoder as voice_encoder

STOP_TOKEN = 6562
SPEECH_TOKENS = 6561
FULL_STEPS, BOUNDARY_STEPS = 8, 3           # decoding steps whose logits are kept
ESTIMATOR_CALLS = {False: {0, 1, 9}, True: {0, 9}}
INPUTS_KEPT = 3                             # prefill and two steps


def first(output):
    return output[0] if isinstance(output, tuple) else output


class Recorder:
    """All tensors of one run, in order, and the draws that took the place of the reference's own."""

    def __init__(self, token_limit, stops_by_itself, boundaries, keep_audio, seed):
        """
        token_limit: the stop token is drawn after this many; stops_by_itself: a trained model's own stop token counts too;
        boundaries: leave out what lies inside a phase; keep_audio: record the reference recording too.
        """
        self.tensors = {}
        self.token_limit = token_limit
        self.stops_by_itself = stops_by_itself
        self.boundaries = boundaries
        self.keep_audio = keep_audio
        self.uniforms = []
        self.chosen = []
        self._random = np.random.RandomState(seed + 100)
        # randn_like is called three times: noise of the flow, noise of the sine source, a draw that nobody uses.
        self._noise_names = ["noise/flow", "noise/sine", None]

    def record(self, name, value, every=False):
        """Keeps the first value of a name; with `every`, later ones as name.1, name.2 and so on."""
        if name in self.tensors and not every:
            return
        key, count = name, 0
        while key in self.tensors:
            count += 1
            key = f"{name}.{count}"
        if torch.is_tensor(value):
            value = value.detach().cpu()
        value = np.array(value)             # a copy: the reference changes tensors in place
        value = value.astype({np.dtype(np.int32): np.int64, np.dtype(np.bool_): np.uint8}.get(value.dtype, value.dtype))
        self.tensors[key] = np.ascontiguousarray(value)

    def audio(self, name, value):
        if self.keep_audio:
            self.record(name, value)

    def finish(self, wav):
        self.record("t3/uniforms", np.array(self.uniforms, np.float64))
        self.record("t3/tokens", np.array(self.chosen, np.int64))
        self.record("final/wav", wav)

    # ---- functions of the reference and of its libraries --------------------------------------------------------------

    @contextlib.contextmanager
    def watching_functions(self, s3gen):
        """Notes what passes through functions, and the draws, while the context is open."""
        watched = [
            (librosa, "load", lambda f: self._after(f, lambda out: self.audio("audio/ref_24k", out[0]))),
            (librosa, "resample", lambda f: self._after(f, lambda out: self.audio("audio/ref_16k_soxr", out))),
            (librosa.effects, "trim",
             lambda f: self._after(f, lambda out: self.record("audio/ve_trim_range", np.array(out[1], np.int64)))),
            (xvector, "extract_feature", self._fbank),
            (voice_encoder, "melspectrogram", lambda f: self._after(f, lambda out: self.record("mel/voice_encoder", out))),
            (s3gen, "mel_extractor", lambda f: self._after(f, lambda out: self.record("mel/s3gen", out))),
            (s3gen, "flow_inference", self._flow),
            (s3gen, "hift_inference", lambda f: self._after(f, lambda out: self.record("hift/wav", out[0]))),
            (torch, "multinomial", lambda f: self._draw),
            (torch, "randn", lambda f: self._after(f, lambda out: self.record("noise/flow_generated", out))),
            (torch, "randn_like", self._noise),
            (torch.distributions.uniform.Uniform, "sample",
             lambda f: self._after(f, lambda out: self.record("noise/sine_phase", out, every=True))),
        ]
        old = [(owner, name, getattr(owner, name)) for owner, name, _ in watched]
        for owner, name, wrap in watched:
            setattr(owner, name, wrap(getattr(owner, name)))
        try:
            yield
        finally:
            for owner, name, function in old:
                setattr(owner, name, function)

    @staticmethod
    def _after(function, note):
        def watched(*args, **kwargs):
            out = function(*args, **kwargs)
            note(out)
            return out
        return watched

    def _fbank(self, function):
        def watched(audio):
            self.audio("audio/ref_16k_torchaudio", audio)
            out = function(audio)
            self.record("mel/campplus_fbank", out[0])
            return out
        return watched

    def _flow(self, function):
        def watched(speech_tokens, *args, ref_dict, **kwargs):
            self.record("flow/speech_tokens", speech_tokens)
            for name in ("prompt_token", "prompt_feat", "embedding"):
                self.record(f"ref/{name}", ref_dict[name])
            out = function(speech_tokens, *args, ref_dict=ref_dict, **kwargs)
            self.record("flow/mel", out)
            return out
        return watched

    def _noise(self, function):
        def watched(like, **kwargs):
            out = function(like, **kwargs)
            name = self._noise_names.pop(0)
            if name:
                self.record(name, out)
            return out
        return watched

    def _draw(self, probabilities, num_samples=1, **_):
        """Inverse transform sampling from a recorded uniform number, in place of torch's generator."""
        step = len(self.uniforms)
        p = probabilities[0]
        uniform = self._random.random_sample()
        self.uniforms.append(uniform)
        cumulative = np.cumsum(p.double().numpy())
        token = int(np.searchsorted(cumulative / cumulative[-1], uniform, side="right"))
        if step >= self.token_limit:
            token = STOP_TOKEN
        elif token >= SPEECH_TOKENS and not (self.stops_by_itself and token == STOP_TOKEN):
            token = int(np.argmax(p[:SPEECH_TOKENS].numpy()))
        survivors = torch.nonzero(p).flatten()
        self.record(f"t3/probs/{step:03d}/ids", survivors.to(torch.int64))
        self.record(f"t3/probs/{step:03d}/p", p[survivors])
        self.chosen.append(token)
        return torch.tensor([[token]])

    # ---- modules ------------------------------------------------------------------------------------------------------

    def watch(self, name, model):
        """Attaches to a model that was just loaded."""
        getattr(self, f"_watch_{name}")(model)

    def _hook(self, module, name, every=False, inner=False):
        """Records what a module puts out; `inner` is left out where only boundaries are kept."""
        if inner and self.boundaries:
            return

        def note(_module, _inputs, output):
            if torch.is_tensor(first(output)):
                self.record(name, first(output), every)

        module.register_forward_hook(note)

    def _watch_voice_encoder(self, model):
        self._hook(model, "ve/partial_embeds")

    def _watch_s3_tokenizer(self, model):
        self._hook(model.encoder, "s3tok/hidden", every=True, inner=True)
        self._hook(model.quantizer._codebook.project_down, "s3tok/projected", every=True)
        model.log_mel_spectrogram = self._after(
            model.log_mel_spectrogram, lambda out: self.record("mel/s3tokenizer", out, every=True))
        model.quantize = self._after(model.quantize, lambda out: self.record("s3tok/tokens", out[0], every=True))

    def _watch_campplus(self, model):
        self._hook(model.head, "campplus/head", inner=True)
        for part in ("tdnn", "block1", "block2", "block3", "stats"):
            self._hook(getattr(model.xvector, part), f"campplus/{part}", inner=True)

    def _watch_t3(self, model):
        if model.cond_enc.perceiver is not None:
            self._hook(model.cond_enc.perceiver, "t3/perceiver")
        self._hook(model.cond_enc, "t3/cond_emb")
        calls = {"inputs": 0, "head": 0}

        def inputs(_module, _args, kwargs):
            if calls["inputs"] < INPUTS_KEPT:
                self.record("t3/inputs_embeds", kwargs["inputs_embeds"], every=True)
            calls["inputs"] += 1

        def head(_module, args, output):
            step = calls["head"]
            if step == 0:
                self.record("t3/prefill_hidden", args[0][:, -1])
            if step < (BOUNDARY_STEPS if self.boundaries else FULL_STEPS) or step == self.token_limit:
                self.record(f"t3/logits/{step:03d}", output[:, -1])
            calls["head"] += 1

        model.tfmr.register_forward_pre_hook(inputs, with_kwargs=True)
        model.speech_head.register_forward_hook(head)
        if not self.boundaries:
            for i, layer in enumerate(model.tfmr.h if model.is_gpt else model.tfmr.layers):
                self._watch_layer(i, layer)

    def _watch_layer(self, index, layer):
        places = ["prefill", "step1"]

        def note(_module, _inputs, output):
            if places:
                self.record(f"t3/layer{index:02d}/{places.pop(0)}", first(output))

        layer.register_forward_hook(note)

    def _watch_flow(self, model):
        self._hook(model.input_embedding, "flow/token_emb")
        self._hook(model.spk_embed_affine_layer, "flow/spk")
        encoder = model.encoder
        self._hook(encoder.embed, "flow/encoder/embed", inner=True)
        self._hook(encoder.pre_lookahead_layer, "flow/encoder/pre_lookahead", inner=True)
        for i, layer in enumerate(encoder.encoders):
            self._hook(layer, f"flow/encoder/layer{i}", inner=True)
        self._hook(encoder.up_layer, "flow/encoder/up_layer", inner=True)
        self._hook(encoder.up_embed, "flow/encoder/up_embed", inner=True)
        for i, layer in enumerate(encoder.up_encoders):
            self._hook(layer, f"flow/encoder/up_layer{i}", inner=True)
        self._hook(encoder, "flow/encoder/out")
        self._hook(model.encoder_proj, "flow/mu")
        self._watch_estimator(model.decoder.estimator)

    def _watch_estimator(self, model):
        self._hook(model.time_mlp, "flow/est/time_mlp")
        for name, blocks in (("down", model.down_blocks), ("mid", model.mid_blocks), ("up", model.up_blocks)):
            for i, block in enumerate(blocks):
                self._hook(block[0], f"flow/est/{name}{i}/resnet", inner=True)
                self._hook(block[1][0], f"flow/est/{name}{i}/tf0", inner=True)
        self._hook(model.final_block, "flow/est/final_block", inner=True)
        forward, calls = model.forward, [0]

        # The solver calls forward itself, so a hook would not see it.
        def watched(x=None, mask=None, mu=None, t=None, spks=None, cond=None, r=None):
            call = calls[0]
            calls[0] += 1
            out = forward(x=x, mask=mask, mu=mu, t=t, spks=spks, cond=cond, r=r)
            self.record(f"flow/est/{call}/t", t)
            if r is not None:
                self.record(f"flow/est/{call}/r", r)
            if call in ESTIMATOR_CALLS[self.boundaries]:
                if not self.boundaries:
                    self.record(f"flow/est/{call}/x", x[:1])        # both rows of the guidance share x
                self.record(f"flow/est/{call}/out", out)
            if call == 0 and not self.boundaries:
                self.record("flow/cond", cond)
            return out

        model.forward = watched

    def _watch_hift(self, model):
        self._hook(model.f0_predictor, "hift/f0")
        self._hook(model.m_source, "hift/source")
        self._hook(model.conv_pre, "hift/conv_pre")
        for i in range(3):
            self._hook(model.ups[i], f"hift/up{i}", inner=True)
            self._hook(model.source_downs[i], f"hift/source_down{i}", inner=True)
            self._hook(model.source_resblocks[i], f"hift/source_res{i}", inner=True)
            for j in range(3):
                self._hook(model.resblocks[3 * i + j], f"hift/res{i}{j}", inner=True)
        self._hook(model.conv_post, "hift/conv_post")
