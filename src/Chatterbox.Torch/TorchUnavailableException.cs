namespace Chatterbox.Torch;

/// <summary>libtorch or the device asked for cannot be used here; the message says what is missing and what to do.</summary>
public sealed class TorchUnavailableException(string message) : Exception(message);
