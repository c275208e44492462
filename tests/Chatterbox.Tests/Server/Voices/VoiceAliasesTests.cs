using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

public sealed class VoiceAliasesTests : IDisposable
{
    private readonly LibraryFolder _folder = new();
    private readonly VoiceLibrary _library;

    public VoiceAliasesTests()
    {
        _library = _folder.Open();
        LibraryFolder.Create(_library, "Anna B");
        _library.AddAlias("Anna B", "Nan");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Anna B", nameof(VoiceMatch.Exact), false)]
    [InlineData("ANNA-B", nameof(VoiceMatch.Exact), false)]
    [InlineData("nan", nameof(VoiceMatch.Alias), true)]
    public void Voices_of_the_library_come_first(string name, string match, bool tookAlias)
    {
        ResolvedVoice resolved = new VoiceAliases(_library, hasBuiltIn: true).Resolve(name);
        Assert.Equal(("anna-b", "Anna B", match, tookAlias), (resolved.Voice?.Id, resolved.Name, resolved.Match.ToString(), resolved.TookAlias));
    }

    [Fact]
    public void Each_of_OpenAIs_names_is_the_models_own_voice()
    {
        VoiceAliases aliases = new(_library, hasBuiltIn: true);
        string[] names = ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"];
        Assert.Equal(names.Order(StringComparer.Ordinal), VoiceAliases.OpenAi.Keys.Order(StringComparer.Ordinal));
        foreach (string name in names.Append("ALLOY"))
            Assert.Equal((null, "built-in", true), (aliases.Resolve(name).Voice, aliases.Resolve(name).Name, aliases.Resolve(name).TookAlias));
    }

    [Fact]
    public void A_voice_by_one_of_these_names_goes_before_them()
    {
        LibraryFolder.Create(_library, "Alloy");
        ResolvedVoice resolved = new VoiceAliases(_library, hasBuiltIn: true).Resolve("alloy");
        Assert.Equal(("alloy", VoiceMatch.Exact), (resolved.Voice?.Id, resolved.Match));
    }

    [Fact]
    public void The_operator_may_map_names()
    {
        VoiceAliases aliases = new(_library, hasBuiltIn: true, new Dictionary<string, string> { ["alloy"] = "nan", ["echo"] = "built-in", ["nova"] = "gone", ["sage"] = "default", ["verse"] = "alloy" });
        Assert.Equal(("anna-b", VoiceMatch.OpenAiAlias), (aliases.Resolve("Alloy").Voice?.Id, aliases.Resolve("Alloy").Match));
        Assert.Null(aliases.Resolve("echo").Voice);
        Assert.Null(aliases.Resolve("sage").Voice);
        _library.SetDefault("Anna B");
        Assert.Equal(("anna-b", VoiceMatch.OpenAiAlias), (aliases.Resolve("sage").Voice?.Id, aliases.Resolve("sage").Match));
        Assert.Contains("'gone'", Assert.Throws<VoiceNotFoundException>(() => aliases.Resolve("nova")).Message, StringComparison.Ordinal);
        // Aliases do not lead to aliases, so that there are no circles.
        Assert.Throws<VoiceNotFoundException>(() => aliases.Resolve("verse"));
        // What the operator does not name stays as it is.
        Assert.Equal((null, VoiceMatch.OpenAiAlias), (aliases.Resolve("coral").Voice, aliases.Resolve("coral").Match));
    }

    [Fact]
    public void Wrong_maps_are_refused()
    {
        Assert.Throws<VoiceNameException>(() => new VoiceAliases(_library, true, new Dictionary<string, string> { ["../x"] = "built-in" }));
        Assert.Throws<VoiceNameException>(() => new VoiceAliases(_library, true, new Dictionary<string, string> { ["x"] = "../y" }));
        Assert.Throws<VoiceNameException>(() => new VoiceAliases(_library, true, new Dictionary<string, string> { ["default"] = "nan" }));
        Assert.Throws<VoiceNameException>(() => new VoiceAliases(_library, true, new Dictionary<string, string> { ["x"] = "built-in", ["X"] = "built-in" }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("default")]
    [InlineData("Default")]
    public void The_default_voice_is_the_librarys_then_the_models(string? name)
    {
        VoiceAliases aliases = new(_library, hasBuiltIn: true);
        Assert.Equal((null, VoiceMatch.Default), (aliases.Resolve(name).Voice, aliases.Resolve(name).Match));
        _library.SetDefault("Anna B");
        Assert.Equal(("anna-b", VoiceMatch.Default, false), (aliases.Resolve(name).Voice?.Id, aliases.Resolve(name).Match, aliases.Resolve(name).TookAlias));
    }

    [Fact]
    public void The_models_own_voice_has_a_name()
    {
        ResolvedVoice resolved = new VoiceAliases(_library, hasBuiltIn: true).Resolve("Built-in");
        Assert.Equal((null, VoiceMatch.Exact, false), (resolved.Voice, resolved.Match, resolved.TookAlias));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("default")]
    [InlineData("built-in")]
    [InlineData("alloy")]
    public void A_model_without_a_voice_of_its_own_says_so(string? name) => Assert.Contains(
        "no voice of its own",
        Assert.Throws<VoiceNotFoundException>(() => new VoiceAliases(_library, hasBuiltIn: false).Resolve(name)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("Anna")]
    [InlineData("Anna B ")]
    [InlineData("../anna-b")]
    [InlineData("anna-b\0")]
    [InlineData("alloys")]
    [InlineData("\ud800")]
    public void An_unknown_name_is_never_another_voice(string name)
    {
        _library.SetDefault("Anna B");
        Assert.Throws<VoiceNotFoundException>(() => new VoiceAliases(_library, hasBuiltIn: true).Resolve(name));
        Assert.Throws<VoiceNotFoundException>(() => new VoiceAliases(_library, hasBuiltIn: true).Resolve(name + new string('x', 100_000)));
    }

    [Fact]
    public void A_lost_default_voice_is_not_replaced_by_another()
    {
        _library.SetDefault("Anna B");
        Directory.Delete(_folder.File("anna-b"), recursive: true);
        Assert.Throws<VoiceNotFoundException>(() => new VoiceAliases(_library, hasBuiltIn: true).Resolve(null));
    }
}
