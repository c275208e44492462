"""The reference's own classes, each loaded when it is first used and dropped when the next one is.

`generate` uses its models one after the other: CAMPPlus, S3 tokenizer, voice encoder, T3, flow, HiFT. So the entry
classes run unchanged on stand-ins (OnDemand), and never more than one model is in memory.
"""
import contextlib
import dataclasses
import gc

import torch
import chatterbox.models.s3gen.s3gen as s3gen_module
import chatterbox.models.t3.llama_configs as llama_configs
import chatterbox.models.t3.modules.cond_enc as cond_enc
from chatterbox.models.s3gen.transformer.upsample_encoder import PreLookaheadLayer, Upsample1D
from chatterbox.models.t3 import T3
from chatterbox.models.t3.modules.t3_config import T3Config
from chatterbox.models.voice_encoder import VoiceEncoder
from chatterbox.models.voice_encoder.config import VoiceEncConfig
from s3tokenizer.model_v2 import ModelConfig, S3TokenizerV2

# Names of the files by family, the preferred one first, in the order of src/Chatterbox/Checkpoints/FamilyFiles.cs.
T3_FILES = {
    "original": ["t3_cfg.safetensors"],
    "multilingual": ["t3_mtl23ls_v2.safetensors", "t3_mtl23ls_v3.safetensors"],
    "turbo": ["t3_turbo_v1.safetensors"],
    "nano": ["t3_nano_v1.safetensors"],
}
S3GEN_FILES = {
    "original": ["s3gen.safetensors"],
    "multilingual": ["s3gen.safetensors", "s3gen.pt"],
    "turbo": ["s3gen_meanflow.safetensors"],
    "nano": ["s3gen_meanflow.safetensors"],
}
VOICE_ENCODER_FILES = ["ve.safetensors", "ve.pt"]


@dataclasses.dataclass(frozen=True)
class Sizes:
    """Widths and depths of a checkpoint that is smaller than the published ones."""
    t3_width: int
    t3_layers: int
    t3_inner: int
    text_positions: int
    speech_positions: int
    encoder_inner: int
    estimator_width: int
    estimator_heads: int
    hift_width: int
    f0_width: int
    voice_encoder_width: int
    campplus: dict
    width: int = 128                # S3 tokenizer and flow encoder
    tokenizer_layers: int = 2
    encoder_layers: int = 2
    estimator_mid_blocks: int = 2


SIZES = {
    "full": None,
    "tiny": Sizes(t3_width=128, t3_layers=3, t3_inner=320, text_positions=2048, speech_positions=4096, encoder_inner=256,
                  estimator_width=128, estimator_heads=2, hift_width=64, f0_width=64, voice_encoder_width=256, campplus={}),
    "pico": Sizes(t3_width=256, t3_layers=6, t3_inner=640, text_positions=510, speech_positions=1020, encoder_inner=384,
                  estimator_width=192, estimator_heads=3, hift_width=96, f0_width=64, voice_encoder_width=128,
                  campplus=dict(growth_rate=8, bn_size=2, init_channels=32)),
}


class OnDemand(torch.nn.Module):
    """Stands for a model: builds it at its first use, after dropping the one that another stand-in holds."""

    _holder = None

    def __init__(self, build, **known):
        """`known` are attributes that can be read without loading."""
        super().__init__()
        # The reference asks its parts for their device and dtype.
        self.placeholder = torch.nn.Parameter(torch.zeros(()), requires_grad=False)
        self.__dict__.update(known, _build=build, _model=None)

    def forward(self, *args, **kwargs):
        return self.model()(*args, **kwargs)

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(self.model(), name)

    def model(self):
        if OnDemand._holder is not self:
            OnDemand.drop()
            OnDemand._holder = self
            # Making a module draws random numbers; the recorded noise must not depend on when that happens.
            with torch.inference_mode(False), torch.random.fork_rng(devices=[]):
                self.__dict__["_model"] = self.__dict__["_build"]().eval()
        return self.__dict__["_model"]

    @staticmethod
    def drop():
        if OnDemand._holder is not None:
            OnDemand._holder.__dict__["_model"] = None
            OnDemand._holder = None
            gc.collect()


@contextlib.contextmanager
def patched(target, **replacements):
    """Replaces attributes of a module or class for a while."""
    old = {name: getattr(target, name) for name in replacements}
    for name, value in replacements.items():
        setattr(target, name, value)
    try:
        yield
    finally:
        for name, value in old.items():
            setattr(target, name, value)


class Models:
    """Stand-ins for all models of one family."""

    def __init__(self, family, size, weights, watch):
        """`watch(name, model)` is called once a model is filled, before it is used."""
        self.family = family
        self.sizes = SIZES[size]
        self.weights = weights
        self.watch = watch
        self.gpt = family in ("turbo", "nano")
        t3_config = self._t3_config()
        self.t3 = OnDemand(lambda: self._t3(t3_config), hp=t3_config)
        self.voice_encoder = OnDemand(self._voice_encoder)
        self.s3gen = self._s3gen()

    # ---- voice encoder and T3 ---------------------------------------------------------------------------------------

    def _voice_encoder(self):
        config = VoiceEncConfig()
        if self.sizes:
            config.ve_hidden_size = self.sizes.voice_encoder_width
        return self._filled("voice_encoder", VoiceEncoder(config), VOICE_ENCODER_FILES, "")

    def _t3_config(self):
        if self.family == "original":
            config = T3Config.english_only()
        elif self.family == "multilingual":
            config = T3Config.multilingual()
        else:
            config = T3Config(text_tokens_dict_size=50276)
            config.llama_config_name = "GPT2_small" if self.family == "nano" else "GPT2_medium"
            config.speech_tokens_dict_size = 6563
            config.input_pos_emb = None
            config.speech_cond_prompt_len = 375
            config.use_perceiver_resampler = False
            config.emotion_adv = False
        if self.sizes:
            config.llama_config_name = self._small_backbone()
            config.max_text_tokens = self.sizes.text_positions
            config.max_speech_tokens = self.sizes.speech_positions
        return config

    def _small_backbone(self):
        """Registers a backbone of the small sizes and returns its name. Heads are always 64 wide."""
        width, layers, heads = self.sizes.t3_width, self.sizes.t3_layers, self.sizes.t3_width // 64
        if self.gpt:
            config = dict(llama_configs.GPT2_SMALL_CONFIG, n_embd=width, hidden_size=width, n_head=heads, n_layer=layers,
                          n_positions=1024, n_ctx=1024)
        else:
            config = dict(llama_configs.LLAMA_520M_CONFIG_DICT, hidden_size=width, intermediate_size=self.sizes.t3_inner,
                          num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=heads)
        llama_configs.LLAMA_CONFIGS["small"] = config
        return "small"

    def _t3(self, config):
        if self.sizes:
            perceiver, width = cond_enc.Perceiver, self.sizes.t3_width
            with patched(cond_enc, Perceiver=lambda: perceiver(32, width, width, 4)):
                model = T3(config)
        else:
            model = T3(config)
        model = self._filled("t3", model, T3_FILES[self.family], "")
        if self.gpt:
            del model.tfmr.wte              # as the reference does: it is in the file, but never used
        return model

    # ---- S3Gen ------------------------------------------------------------------------------------------------------

    def _s3gen(self):
        """S3Token2Wav, whose four models are stand-ins. What it would build at once is built when asked for."""
        real = {name: getattr(s3gen_module, name) for name in (
            "S3Tokenizer", "CAMPPlus", "UpsampleConformerEncoder", "ConditionalDecoder", "CausalConditionalCFM",
            "CausalMaskedDiffWithXvec", "ConvRNNF0Predictor", "HiFTGenerator")}
        files = S3GEN_FILES[self.family]

        def part(name, prefix, build):
            return OnDemand(lambda: self._filled(name, build(), files, prefix))

        def tokenizer(name):
            return part("s3_tokenizer", "tokenizer.", lambda: self._s3_tokenizer(real["S3Tokenizer"], name))

        def campplus(**kw):
            extra = self.sizes.campplus if self.sizes else {}
            return part("campplus", "speaker_encoder.", lambda: real["CAMPPlus"](**kw, **extra))

        def encoder(**kw):
            return lambda: self._flow_encoder(real["UpsampleConformerEncoder"], kw)

        def estimator(**kw):
            return lambda: real["ConditionalDecoder"](**{**kw, **self._estimator_sizes()})

        def solver(estimator, **kw):
            return lambda: real["CausalConditionalCFM"](estimator=estimator(), **kw)

        def flow(encoder, decoder):
            extra = dict(input_size=self.sizes.width) if self.sizes else {}
            return part("flow", "flow.",
                        lambda: real["CausalMaskedDiffWithXvec"](encoder=encoder(), decoder=decoder(), **extra))

        def f0_predictor():
            extra = dict(cond_channels=self.sizes.f0_width) if self.sizes else {}
            return lambda: real["ConvRNNF0Predictor"](**extra)

        def hift(f0_predictor, **kw):
            extra = dict(base_channels=self.sizes.hift_width) if self.sizes else {}
            return part("hift", "mel2wav.", lambda: real["HiFTGenerator"](f0_predictor=f0_predictor(), **kw, **extra))

        with patched(s3gen_module, S3Tokenizer=tokenizer, CAMPPlus=campplus, UpsampleConformerEncoder=encoder,
                     ConditionalDecoder=estimator, CausalConditionalCFM=solver, CausalMaskedDiffWithXvec=flow,
                     ConvRNNF0Predictor=f0_predictor, HiFTGenerator=hift):
            return s3gen_module.S3Token2Wav(meanflow=self.gpt).eval()

    def _s3_tokenizer(self, real, name):
        if not self.sizes:
            return real(name)
        config = ModelConfig(n_audio_state=self.sizes.width, n_audio_head=self.sizes.width // 64,
                             n_audio_layer=self.sizes.tokenizer_layers)
        init = S3TokenizerV2.__init__

        # The reference's class takes a config but does not hand it on.
        def small(self, name, config_ignored=None):
            init(self, name, config)

        with patched(S3TokenizerV2, __init__=small):
            return real(name, config)

    def _flow_encoder(self, real, settings):
        if not self.sizes:
            return real(**settings)
        width = self.sizes.width
        model = real(**{**settings, **dict(output_size=width, attention_heads=width // 64, linear_units=self.sizes.encoder_inner,
                                           num_blocks=self.sizes.encoder_layers, input_size=width)})
        # These two have their published widths written into the class.
        model.pre_lookahead_layer = PreLookaheadLayer(channels=width, pre_lookahead_len=3)
        model.up_layer = Upsample1D(channels=width, out_channels=width, stride=2)
        return model

    def _estimator_sizes(self):
        if not self.sizes:
            return {}
        return dict(channels=[self.sizes.estimator_width], n_blocks=1, num_mid_blocks=self.sizes.estimator_mid_blocks,
                    num_heads=self.sizes.estimator_heads)

    def _filled(self, name, model, files, prefix):
        self.weights.fill(model, files, prefix)
        model.eval()
        self.watch(name, model)
        return model
