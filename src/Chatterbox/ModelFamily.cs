namespace Chatterbox;

/// <summary>The published kinds of Chatterbox models.</summary>
public enum ModelFamily
{
    /// <summary>English, Llama T3 with classifier-free guidance, ten solver steps.</summary>
    Original,

    /// <summary>23 languages, otherwise like <see cref="Original"/>.</summary>
    Multilingual,

    /// <summary>English with tags such as [laugh], GPT-2 T3, two mean-flow steps.</summary>
    Turbo,

    /// <summary>Like <see cref="Turbo"/>, a quarter of its size.</summary>
    Nano,
}
