namespace Chatterbox;

/// <summary>The families of Chatterbox models. They differ in text front end, T3 backbone and decoder.</summary>
public enum ModelFamily
{
    /// <summary>English, Llama T3 with classifier-free guidance.</summary>
    Original,

    /// <summary>23 languages, otherwise as <see cref="Original"/>.</summary>
    Multilingual,

    /// <summary>English, GPT-2 T3 of 24 layers and a two-step mean-flow decoder.</summary>
    Turbo,

    /// <summary>As <see cref="Turbo"/>, with a T3 of 12 layers.</summary>
    Nano,
}
