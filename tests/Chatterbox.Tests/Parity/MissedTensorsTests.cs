using Chatterbox.Audio.Files;
using Chatterbox.Parity;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Parity;

/// <summary>What is recorded must be compared.</summary>
public sealed class MissedTensorsTests : IDisposable
{
    private readonly CaseCopy _case = new("original-tiny");

    public void Dispose() => _case.Dispose();

    [Theory]
    [InlineData(2, "s3tok/hidden")]
    [InlineData(5, "t3/layer01/prefill")]
    [InlineData(7, "flow/mu")]
    [InlineData(8, "hift/up1")]
    public void A_tensor_under_a_name_that_nobody_makes_fails(int phase, string name)
    {
        _case.Rename(name, $"{name}x".Replace("prefillx", "x/prefill", StringComparison.Ordinal), listed: true);
        ParityLine line = Assert.Single(_case.Run(phase).Lines, line => !line.Passed);
        Assert.StartsWith(name[..^7], line.Name, StringComparison.Ordinal);
        Assert.Contains("nothing was compared", line.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_no_phase_fails_in_a_run_of_all()
    {
        _case.Rename("flow/mu", "other", listed: true);
        Assert.Equal("other", Assert.Single(_case.Run().Lines, line => !line.Passed).Name);
        Assert.Equal(0, _case.Run(7).Failed);
    }

    /// <summary>The other signals are there, so that the case was not recorded without audio: what is left out is made or asked for.</summary>
    [Fact]
    public void Signals_are_left_out_together_or_not_at_all()
    {
        _case.Remove("audio/ref_16k_soxr");
        Assert.Contains(_case.Run(1).Lines, line => line.Name == "mel/voice_encoder");

        _case.Remove("audio/ref_24k");
        Assert.Contains("'audio/ref_24k'", Assert.Throws<SafetensorsException>(() => _case.Run(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_recorded_without_audio_has_nothing_in_phase_1_without_its_recording()
    {
        foreach (string name in (ReadOnlySpan<string>)["audio/ref_24k", "audio/ref_16k_soxr", "audio/ref_16k_torchaudio"])
            _case.Remove(name);
        Assert.Empty(_case.Run(1).Lines);
        Assert.Equal(0, _case.Run(2).Failed);

        ParityReport report = _case.Run(1, new AudioDecoder().Read(Speech.Path("other/BAC009S0764W0122.wav")));
        Assert.Contains(report.Lines, line => line.Name == "mel/voice_encoder");
        ParityCases.AssertPassed(report);
    }

    [Fact]
    public void Shapes_are_compared_and_not_only_lengths()
    {
        _case.Reshape("flow/mu", 252 * 80);
        ParityLine line = Assert.Single(_case.Run(7).Lines, line => !line.Passed);
        Assert.Equal(("flow/mu", "(1, 252, 80), recorded (20160)"), (line.Name, line.Detail));
    }
}
