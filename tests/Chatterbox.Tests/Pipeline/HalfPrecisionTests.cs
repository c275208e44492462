using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Models.T3;

namespace Chatterbox.Tests.Pipeline;

/// <summary>Checkpoints of 16 bits load and are computed with in float32, so that nothing but the rounding of the weights is lost.</summary>
public sealed class HalfPrecisionTests
{
    private const int Steps = 4;

    // The rounding of a weight is at most 2^-11 or 2^-8 of it, and 2^-12 or 2^-9 at random; through the layers it adds up a little.
    [Theory]
    [InlineData(Dtype.F16, 1e-3)]
    [InlineData(Dtype.BF16, 8e-3)]
    public void T3_of_16_bits_gives_nearly_the_same_logits(Dtype dtype, double bound)
    {
        using var folder = new TinyModelFolder("original-tiny");
        List<float[]> expected = Logits(folder);
        folder.RewriteT3((_, _) => { }, dtype);
        using (SafetensorsFile file = SafetensorsFile.Open(folder.T3))
            Assert.All(file.Names, name => Assert.Equal(dtype, file.Entry(name).Dtype));
        List<float[]> actual = Logits(folder);
        for (int i = 0; i < Steps; i++)
        {
            double error = TensorAssert.RelativeError(expected[i], actual[i]);
            Assert.True(error <= bound && error > bound / 50, $"step {i}: {error:E2}");
        }
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
}
