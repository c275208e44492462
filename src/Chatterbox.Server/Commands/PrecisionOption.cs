using System.CommandLine;

namespace Chatterbox.Server.Commands;

/// <summary>The option that names a precision, in letters of any case.</summary>
internal static class PrecisionOption
{
    /// <summary>A new option.</summary>
    /// <param name="byDefault">What counts where it is not given.</param>
    public static Option<Precision> Create(Precision byDefault = Precision.Auto) => new("--precision")
    {
        Description = "fp32: the reference. int8: T3's layers in 8 bits, on the CPU. int4: T3's layers in 4 bits, on the CPU: half the memory of int8 and less time, at a loss of quality. bf16: bfloat16, on the CPU for S3Gen's products, by oneDNN, on libtorch for T3's layers. "
            + "auto: the fastest that runs here and whose error is in its bound, int8 and bf16 on the CPU, fp32 on libtorch. "
            + $"Default: {byDefault.ToString().ToLowerInvariant()}.",
        DefaultValueFactory = _ => byDefault,
        HelpName = "auto|fp32|bf16|int8|int4",
        CustomParser = result =>
        {
            string value = result.Tokens[0].Value;
            if (NamedValue.Find<Precision>(value) is { } precision)
                return precision;
            result.AddError($"There is no precision '{value}'. The precisions are auto, fp32, bf16, int8 and int4.");
            return Precision.Auto;
        },
    };
}
