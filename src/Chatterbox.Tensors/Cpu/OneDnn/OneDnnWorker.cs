using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>What a thread has of its own to run a primitive: a stream, memory objects for its arguments, scratch memory.</summary>
internal sealed unsafe class OneDnnWorker
{
    private readonly List<OneDnnArgument> _arguments = [];
    private readonly OneDnnLibrary _library;
    private readonly nint _stream;
    private readonly void* _scratchpad;
    private OneDnnArgument[] _all = [];

    /// <summary>A worker without arguments; <paramref name="scratchpad"/> describes the scratch memory.</summary>
    public OneDnnWorker(OneDnnLibrary library, int scratchpadRole, nint scratchpad)
    {
        _library = library;
        _stream = library.CreateStream();
        _scratchpad = NativeMemory.AlignedAlloc((nuint)Math.Max(1, library.BytesOf(scratchpad)), MemoryPool.Alignment);
        Add(scratchpadRole, scratchpad);
        library.SetData(_arguments[0].Memory, _scratchpad);
    }

    /// <summary>Adds an argument and gives its memory object.</summary>
    public nint Add(int role, nint description)
    {
        var argument = new OneDnnArgument { Role = role, Memory = _library.CreateMemory(description) };
        _arguments.Add(argument);
        _all = [.. _arguments];
        return argument.Memory;
    }

    /// <summary>Runs a primitive on the calling thread.</summary>
    public void Execute(nint primitive) => _library.Execute(primitive, _stream, _all);

    /// <summary>Destroys everything.</summary>
    public void Release()
    {
        foreach (OneDnnArgument argument in _arguments)
            _library.DestroyMemory(argument.Memory);
        _library.DestroyStream(_stream);
        NativeMemory.AlignedFree(_scratchpad);
    }
}
