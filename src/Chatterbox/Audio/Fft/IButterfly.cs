namespace Chatterbox.Audio.Fft;

/// <summary>A short discrete Fourier transform with its twiddle factors: the inner step of one pass.</summary>
internal interface IButterfly
{
    static abstract void Apply<T>(in ButterflyData data)
        where T : struct, ILane<T>;
}
