using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;
using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Audio;

/// <summary>A reference recording's way from the file to what the models take, chained, against the reference run's record.</summary>
public class ReferenceAudioParityTests
{
    private const int S3GenSamples = 10 * 24000;

    // From 22.05 kHz soxr needs two stages, and its second does not see the first one's ringing beyond the recording's ends.
    [Theory]
    [InlineData("original-tiny", "other/BAC009S0764W0122.wav", 1e-6)]
    [FfmpegData("original-tiny-long", "librispeech/103-1240-0000.flac", 1e-6)]
    [InlineData("multilingual-tiny-ko", "odd-formats/common_voice_tt-8k-mono.wav", 1e-6)]
    [InlineData("turbo-tiny", "odd-formats/common_voice_tt-8k-mono.wav", 1e-6)]
    [InlineData("nano-tiny", "other/LJ001-0001.wav", 1e-4)]
    [FfmpegData("nano-full", "librispeech/2033-164914-0002.flac", 1e-6)]
    public void Chained_from_the_file(string parityCase, string file, double tolerance)
    {
        var golden = GoldenTensors.Open(Repo.Path("parity_data", parityCase, "tensors.safetensors"));
        float[] at24k = HighQualityResampler.ToMono(new AudioDecoder().Read(Speech.Path(file)), 24000).Samples.ToArray();
        AssertNear(golden, "audio/ref_24k", at24k, tolerance);
        if (golden.Names.Contains("audio/ref_24k_loudness"))
        {
            at24k = LoudnessMeter.Normalize(at24k, 24000);
            AssertNear(golden, "audio/ref_24k_loudness", at24k, tolerance);
        }

        float[] at16k = HighQualityResampler.Resample(at24k, 24000, 16000);
        AssertNear(golden, "audio/ref_16k_soxr", at16k, tolerance);
        float[] forS3Gen = new TorchaudioResampler(24000, 16000).Resample(at24k.AsSpan(0, Math.Min(S3GenSamples, at24k.Length)));
        AssertNear(golden, "audio/ref_16k_torchaudio", forS3Gen, tolerance);
        long[] range = golden.Longs("audio/ve_trim_range");
        Assert.Equal((range[0], range[1]), SilenceTrim.FindRange(at16k));
    }

    [Theory]
    [InlineData("original-tiny")]
    [InlineData("original-tiny-long")]
    [InlineData("turbo-tiny")]
    [InlineData("nano-tiny")]
    [InlineData("pico")]
    public void Each_step_from_the_recorded_24_kHz(string parityCase)
    {
        var golden = GoldenTensors.Open(Repo.Path("parity_data", parityCase, "tensors.safetensors"));
        float[] at24k = golden.Floats("audio/ref_24k");
        if (golden.Names.Contains("audio/ref_24k_loudness"))
        {
            AssertNear(golden, "audio/ref_24k_loudness", LoudnessMeter.Normalize(at24k, 24000), 1e-6);
            at24k = golden.Floats("audio/ref_24k_loudness");
        }

        AssertNear(golden, "audio/ref_16k_soxr", HighQualityResampler.Resample(at24k, 24000, 16000), 1e-6);
        float[] forS3Gen = at24k[..Math.Min(S3GenSamples, at24k.Length)];
        AssertNear(golden, "audio/ref_16k_torchaudio", new TorchaudioResampler(24000, 16000).Resample(forS3Gen), 1e-6);
        long[] range = golden.Longs("audio/ve_trim_range");
        Assert.Equal((range[0], range[1]), SilenceTrim.FindRange(golden.Floats("audio/ref_16k_soxr")));
    }

    private static void AssertNear(GoldenTensors golden, string name, float[] actual, double tolerance)
    {
        double error = SignalError.Relative(actual, golden.Floats(name));
        Assert.True(error <= tolerance, $"{name}: {error:E2}");
    }
}
