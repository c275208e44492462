namespace Chatterbox;

/// <summary>The four kinds of Chatterbox checkpoints.</summary>
public enum ModelFamily
{
    /// <summary>English, Llama T3 with classifier-free guidance.</summary>
    Original,

    /// <summary>23 languages, else like <see cref="Original"/>.</summary>
    Multilingual,

    /// <summary>English with tags, GPT-2 T3 and a two-step mean-flow decoder.</summary>
    Turbo,

    /// <summary>Like <see cref="Turbo"/>, with a smaller T3.</summary>
    Nano,
}
