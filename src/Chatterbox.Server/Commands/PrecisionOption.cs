using System.CommandLine;

namespace Chatterbox.Server.Commands;

/// <summary>The option that names a precision, in letters of any case.</summary>
internal static class PrecisionOption
{
    /// <summary>A new option.</summary>
    /// <param name="byDefault">What counts where it is not given.</param>
    public static Option<Precision> Create(Precision byDefault = Precision.Auto) => new("--precision")
    {
        Description = "fp32: the reference. int8: T3's layers in 8 bits, on the CPU. bf16: T3's layers in bfloat16, on libtorch. "
            + "auto: the fastest whose error is in its bound, int8 on the CPU and fp32 on libtorch. "
            + $"Default: {byDefault.ToString().ToLowerInvariant()}.",
        DefaultValueFactory = _ => byDefault,
        HelpName = "auto|fp32|int8|bf16",
        CustomParser = result =>
        {
            string value = result.Tokens[0].Value;
            if (NamedValue.Find<Precision>(value) is { } precision)
                return precision;
            result.AddError($"There is no precision '{value}'. The precisions are auto, fp32, int8 and bf16.");
            return Precision.Auto;
        },
    };
}
