namespace Chatterbox.Audio.Mel;

/// <summary>Where a frame's log energy stands beside its mel bands.</summary>
public enum EnergyColumn
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Before the bands (Kaldi's use_energy).</summary>
    First,

    /// <summary>After the bands (Kaldi's use_energy with htk_compat).</summary>
    Last,
}
