namespace Chatterbox.Tests.Tensors.Cpu.OneDnn;

/// <summary>A theory of products in bfloat16; see <see cref="HalfNeed"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HalfTheoryAttribute : TheoryAttribute
{
    public HalfTheoryAttribute() => Skip = HalfNeed.ReasonToSkip;
}
