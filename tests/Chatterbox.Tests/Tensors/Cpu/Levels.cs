using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The vector widths that tests force.</summary>
internal static class Levels
{
    /// <summary>All levels that run here.</summary>
    public static IEnumerable<SimdLevel> Available => Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best);

    /// <summary>The level, or the best one here where that is lower (the suite also runs with instruction sets switched off).</summary>
    public static SimdLevel AtMost(SimdLevel level) => level < SimdLevels.Best ? level : SimdLevels.Best;
}
