using System.Numerics;

namespace Chatterbox.Audio.Fft;

/// <summary>One or several doubles that a butterfly treats alike, so that it is written once for scalars and vectors.</summary>
internal interface ILane<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>How many neighbouring doubles a lane holds.</summary>
    static abstract int Width { get; }

    static abstract TSelf Load(ref double source, nuint offset);

    static abstract void Store(TSelf value, ref double destination, nuint offset);

    static abstract TSelf operator *(TSelf left, double right);
}
