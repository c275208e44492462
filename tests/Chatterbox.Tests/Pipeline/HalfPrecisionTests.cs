using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Models.T3;

namespace Chatterbox.Tests.Pipeline;

/// <summary>Checkpoints of 16 bits load and are computed with in float32, so that nothing but the rounding of the weights is lost.</summary>
public sealed class HalfPrecisionTests
{
    private const int Steps = 4;

    // A weight is rounded by up to 2^-12 of it in 11 bits of mantissa, 2^-9 in 8: the errors are as eight to one. Measured: 1.4e-3 and
    // 9.5e-3 of the logits behind three layers.
    [Fact]
    public void T3_of_16_bits_gives_nearly_the_same_logits()
    {
        using var folder = new TinyModelFolder("original-tiny");
        List<float[]> expected = Logits(folder);
        double[] half = Errors(Dtype.F16), brain = Errors(Dtype.BF16);
        Assert.All(half, error => Assert.InRange(error, 1e-4, 3e-3));
        Assert.All(brain, error => Assert.InRange(error, 1e-3, 2e-2));
        Assert.InRange(brain.Average() / half.Average(), 5, 11);

        double[] Errors(Dtype dtype)
        {
            using var rounded = new TinyModelFolder("original-tiny");
            rounded.RewriteT3((_, _) => { }, dtype);
            using (SafetensorsFile file = SafetensorsFile.Open(rounded.T3))
                Assert.All(file.Names, name => Assert.Equal(dtype, file.Entry(name).Dtype));
            return [.. Logits(rounded).Select((logits, i) => TensorAssert.RelativeError(expected[i], logits))];
        }
    }

    /// <summary>The voice encoder loads too. T3 is left as it is, so that the tokens are the same.</summary>
    [Fact]
    public void S3Gen_of_16_bits_gives_nearly_the_same_mel()
    {
        using var folder = new TinyModelFolder("original-tiny");
        (float[] mel, int tokens) = Mel(folder);
        double half = Error(Dtype.F16), brain = Error(Dtype.BF16);
        Assert.InRange(half, 1e-4, 3e-3);
        Assert.InRange(brain / half, 5, 11);

        double Error(Dtype dtype)
        {
            using var rounded = new TinyModelFolder("original-tiny");
            rounded.Round("s3gen.safetensors", dtype);
            rounded.Round("ve.safetensors", dtype);
            (float[] other, int count) = Mel(rounded);
            Assert.Equal(tokens, count);
            return TensorAssert.RelativeError(mel, other);
        }
    }

    private static (float[] Mel, int Tokens) Mel(TinyModelFolder folder)
    {
        using var synthesis = new TinySynthesis(folder.Path);
        var probe = new MelProbe();
        synthesis.Engine.Probe = probe;
        SynthesisResult result = synthesis.Synthesizer.Speak(synthesis.Request);
        Assert.All(result.Audio, sample => Assert.True(float.IsFinite(sample)));
        return (probe.Mel, result.Report.Tokens);
    }

    private static List<float[]> Logits(TinyModelFolder folder)
    {
        using var engine = new CpuEngine(2);
        using CheckpointFolder files = CheckpointFolder.Open(folder.Path);
        using ChatterboxModel model = ChatterboxModel.Load(engine, files);
        var probe = new LogitsProbe();
        engine.Probe = probe;
        Voice voice = model.BuiltInVoice!;
        var prompt = new T3Prompt(new T3Conditioning(voice.SpeakerEmbedding, voice.PromptSpeechTokens, 0.5f), TinyT3.Ids(20, 704, 1), []);
        using var sequence = new T3Sequence(model.T3, prompt, SamplingSettings.For(ModelFamily.Original), new TokenLimits(0, Steps), (step, _, _) => step);
        var decoder = new T3Decoder(model.T3);
        decoder.Prefill(sequence);
        List<float[]> logits = [probe.Logits];
        while (!sequence.Finished)
        {
            decoder.Step([sequence]);
            logits.Add(probe.Logits);
        }

        return logits;
    }

    /// <summary>Keeps what the estimator's last block gave in the last step.</summary>
    private sealed class MelProbe : ITensorProbe
    {
        public float[] Mel { get; private set; } = [];

        public void Observe(string name, Tensor tensor)
        {
            if (name == "flow/est/final_block")
                Mel = tensor.ToArray();
        }
    }
}
