using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The vector widths that tests force.</summary>
internal static class Levels
{
    /// <summary>The level, or the best one here where that is lower (the suite also runs with instruction sets switched off).</summary>
    public static SimdLevel AtMost(SimdLevel level) => level < SimdLevels.Best ? level : SimdLevels.Best;
}
