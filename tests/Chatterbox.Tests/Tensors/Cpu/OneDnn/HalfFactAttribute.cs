namespace Chatterbox.Tests.Tensors.Cpu.OneDnn;

/// <summary>A test of products in bfloat16; see <see cref="HalfNeed"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HalfFactAttribute : FactAttribute
{
    public HalfFactAttribute() => Skip = HalfNeed.ReasonToSkip;
}
