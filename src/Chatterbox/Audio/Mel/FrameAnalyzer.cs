using Chatterbox.Audio.Fft;

namespace Chatterbox.Audio.Mel;

/// <summary>Cuts, conditions and windows the frames of a signal, in Kaldi's order. Immutable.</summary>
public sealed class FrameAnalyzer
{
    private readonly MelConfig _config;
    private readonly double[] _window;
    private readonly double _energyFloor;

    /// <param name="config">Framing, DC offset, pre-emphasis, window and energy settings are used here.</param>
    public FrameAnalyzer(MelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.FftSize < config.Framing.Length)
            throw new ArgumentException($"A transform of {config.FftSize} cannot hold frames of {config.Framing.Length}.", nameof(config));
        _config = config;
        _window = AnalysisWindow.Create(config.Window, config.Framing.Length, config.BlackmanCoefficient);
        _energyFloor = Math.Max(MelConfig.KaldiFloor, config.EnergyFloor);
    }

    /// <summary>Writes frame <paramref name="index"/>, followed by zeros.</summary>
    /// <param name="signal">The audio.</param>
    /// <param name="index">From 0 to the framing's count - 1.</param>
    /// <param name="frame">Receives FftSize samples.</param>
    /// <returns>The frame's log energy.</returns>
    public double Read(ReadOnlySpan<float> signal, int index, Span<double> frame)
    {
        Span<double> samples = frame[.._window.Length];
        _config.Framing.Copy(signal, index, samples);
        frame[_window.Length..].Clear();
        if (_config.RemoveDcOffset)
            SubtractMean(samples);
        double energy = LogEnergy(samples);
        if (_config.PreEmphasis != 0)
            PreEmphasize(samples, _config.PreEmphasis);
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= _window[i];
        return _config.RawEnergy ? energy : LogEnergy(samples);
    }

    private static void SubtractMean(Span<double> samples)
    {
        double sum = 0;
        foreach (double sample in samples)
            sum += sample;
        double mean = sum / samples.Length;
        foreach (ref double sample in samples)
            sample -= mean;
    }

    private static void PreEmphasize(Span<double> samples, double coefficient)
    {
        for (int i = samples.Length - 1; i > 0; i--)
            samples[i] -= coefficient * samples[i - 1];
        samples[0] -= coefficient * samples[0];
    }

    private double LogEnergy(Span<double> samples)
    {
        double sum = 0;
        foreach (double sample in samples)
            sum += sample * sample;
        return Math.Log(Math.Max(sum, _energyFloor));
    }
}
