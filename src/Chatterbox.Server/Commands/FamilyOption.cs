using System.CommandLine;
using System.CommandLine.Parsing;

namespace Chatterbox.Server.Commands;

/// <summary>The option or argument that names a model family, in letters of any case.</summary>
internal static class FamilyOption
{
    /// <summary>A new option with this description.</summary>
    public static Option<ModelFamily?> Create(string description) => new("--family")
    {
        Description = description,
        HelpName = "original|multilingual|turbo|nano",
        CustomParser = Parse,
    };

    /// <summary>A new argument with this description.</summary>
    public static Argument<ModelFamily?> CreateArgument(string description) => new("FAMILY")
    {
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = Parse,
    };

    private static ModelFamily? Parse(ArgumentResult result)
    {
        string value = result.Tokens[0].Value;
        if (NamedValue.Find<ModelFamily>(value) is { } family)
            return family;
        result.AddError($"There is no family '{value}'. The families are original, multilingual, turbo and nano.");
        return null;
    }
}
