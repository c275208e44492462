using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// The functions of oneDNN 2 and 3 that a product in bfloat16 takes, bound at run time: the library is optional. It is used from the
/// engine's own threads, one product a thread, so that its own threads stay out of it. Names and numbers are those of its header
/// dnnl_types.h.
/// </summary>
internal sealed unsafe class OneDnnLibrary
{
    /// <summary>Rather more than sizeof dnnl_memory_desc_t of version 2 (696 in 2.6); in version 3 it is the library's own.</summary>
    private const int MemoryDescriptionBytes = 2048;

    /// <summary>Rather more than sizeof dnnl_matmul_desc_t of version 2 (2800 in 2.6); version 3 has none.</summary>
    private const int MatmulDescriptionBytes = 8192;

    private const string OpenMp = "libgomp.so.1";
    private const int OldestMinorOf2 = 5;
    private const int OutOfMemory = 1;
    private const int Sequential = 1, OverOpenMp = 2;
    private const int Cpu = 1;
    private const int InOrder = 1;

    private static readonly Lazy<(OneDnnLibrary? Library, string? Reason)> Found = new(Find);

    [ThreadStatic]
    private static bool s_isAlone;

    private readonly delegate* unmanaged[Cdecl]<int, void> _setThreads;
    private readonly delegate* unmanaged[Cdecl]<nint*, int, nuint, int> _createEngine;
    private readonly delegate* unmanaged[Cdecl]<nint*, nint, uint, int> _createStream;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyStream;
    private readonly delegate* unmanaged[Cdecl]<void*, int, long*, int, int, int> _describe;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyMemoryDescription;
    private readonly delegate* unmanaged[Cdecl]<nint, nuint> _bytesOf;
    private readonly delegate* unmanaged[Cdecl]<void*, nint, nint, nint, nint, int> _describeMatmul;
    private readonly delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, nint, nint, int> _createMatmul;
    private readonly delegate* unmanaged[Cdecl]<nint*, int> _createAttributes;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _setScratchpadMode;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyAttributes;
    private readonly delegate* unmanaged[Cdecl]<nint*, void*, nint, nint, nint, int> _createDescription;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, void*, int> _query;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, nint> _queryMemory;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyDescription;
    private readonly delegate* unmanaged[Cdecl]<nint*, nint, int> _createPrimitive;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyPrimitive;
    private readonly delegate* unmanaged[Cdecl]<nint*, nint, nint, void*, int> _createMemory;
    private readonly delegate* unmanaged[Cdecl]<nint, void*, int> _setData;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyMemory;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int, OneDnnArgument*, int> _execute;

    private OneDnnLibrary(nint library, nint openMp, int version)
    {
        Version = version;
        _setThreads = (delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(openMp, "omp_set_num_threads");
        _createEngine = (delegate* unmanaged[Cdecl]<nint*, int, nuint, int>)NativeLibrary.GetExport(library, "dnnl_engine_create");
        _createStream = (delegate* unmanaged[Cdecl]<nint*, nint, uint, int>)NativeLibrary.GetExport(library, "dnnl_stream_create");
        _destroyStream = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_stream_destroy");
        _bytesOf = (delegate* unmanaged[Cdecl]<nint, nuint>)NativeLibrary.GetExport(library, "dnnl_memory_desc_get_size");
        if (version == 2)
        {
            _describe = (delegate* unmanaged[Cdecl]<void*, int, long*, int, int, int>)NativeLibrary.GetExport(library, "dnnl_memory_desc_init_by_tag");
            _describeMatmul = (delegate* unmanaged[Cdecl]<void*, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "dnnl_matmul_desc_init");
            _createDescription = (delegate* unmanaged[Cdecl]<nint*, void*, nint, nint, nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_create");
        }
        else
        {
            _describe = (delegate* unmanaged[Cdecl]<void*, int, long*, int, int, int>)NativeLibrary.GetExport(library, "dnnl_memory_desc_create_with_tag");
            _destroyMemoryDescription = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_memory_desc_destroy");
            _createMatmul = (delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "dnnl_matmul_primitive_desc_create");
        }

        _createAttributes = (delegate* unmanaged[Cdecl]<nint*, int>)NativeLibrary.GetExport(library, "dnnl_primitive_attr_create");
        _setScratchpadMode = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(library, "dnnl_primitive_attr_set_scratchpad_mode");
        _destroyAttributes = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_attr_destroy");
        _query = (delegate* unmanaged[Cdecl]<nint, int, int, void*, int>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_query");
        _queryMemory = (delegate* unmanaged[Cdecl]<nint, int, int, nint>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_query_md");
        _destroyDescription = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_destroy");
        _createPrimitive = (delegate* unmanaged[Cdecl]<nint*, nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_create");
        _destroyPrimitive = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_destroy");
        _createMemory = (delegate* unmanaged[Cdecl]<nint*, nint, nint, void*, int>)NativeLibrary.GetExport(library, "dnnl_memory_create");
        _setData = (delegate* unmanaged[Cdecl]<nint, void*, int>)NativeLibrary.GetExport(library, "dnnl_memory_set_data_handle");
        _destroyMemory = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_memory_destroy");
        _execute = (delegate* unmanaged[Cdecl]<nint, nint, int, OneDnnArgument*, int>)NativeLibrary.GetExport(library, "dnnl_primitive_execute");
        nint engine;
        Check(_createEngine(&engine, Cpu, 0), "dnnl_engine_create");
        Engine = engine;
    }

    /// <summary>The library's major version.</summary>
    public int Version { get; }

    /// <summary>The processor as oneDNN's engine; it lives as long as the program.</summary>
    public nint Engine { get; }

    /// <summary>Whether this processor multiplies bfloat16 faster than floats, by AVX512-BF16 or AMX.</summary>
    public static bool IsFastHere => Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (HasAvx512BFloat16 || HasAmxBFloat16);

    private static bool HasAvx512BFloat16 => X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & 1 << 5) != 0;

    private static bool HasAmxBFloat16 => (X86Base.CpuId(7, 0).Edx & 1 << 22) != 0;

    /// <summary>The library, if it is installed and the processor is one that it is for; otherwise why not.</summary>
    public static bool TryLoad([NotNullWhen(true)] out OneDnnLibrary? library, [NotNullWhen(false)] out string? reason)
    {
        (library, reason) = Found.Value;
        return library is not null;
    }

    /// <summary>Makes oneDNN work on the calling thread alone. To be called by a thread before its other calls.</summary>
    public void EnterThread()
    {
        if (s_isAlone)
            return;
        _setThreads(1);
        s_isAlone = true;
    }

    public nint CreateStream()
    {
        nint stream;
        Check(_createStream(&stream, Engine, InOrder), "dnnl_stream_create");
        return stream;
    }

    public void DestroyStream(nint stream) => _destroyStream(stream);

    /// <summary>A description of a matrix, to be destroyed.</summary>
    public nint Describe(long rows, long columns, int type, int layout)
    {
        long* dimensions = stackalloc long[] { rows, columns };
        if (Version == 2)
        {
            void* description = NativeMemory.Alloc(MemoryDescriptionBytes);
            Check(_describe(description, 2, dimensions, type, layout), "dnnl_memory_desc_init_by_tag");
            return (nint)description;
        }

        nint created;
        Check(_describe(&created, 2, dimensions, type, layout), "dnnl_memory_desc_create_with_tag");
        return created;
    }

    public void DestroyDescriptionOfMemory(nint description)
    {
        if (Version == 2)
            NativeMemory.Free((void*)description);
        else
            _destroyMemoryDescription(description);
    }

    public long BytesOf(nint description) => (long)_bytesOf(description);

    /// <summary>A description of a product of matrices that are described; <paramref name="bias"/> is 0 for none.</summary>
    public nint DescribeMatmul(nint source, nint weights, nint bias, nint destination, nint attributes)
    {
        nint description;
        if (Version == 2)
        {
            byte* matmul = stackalloc byte[MatmulDescriptionBytes];
            Check(_describeMatmul(matmul, source, weights, bias, destination), "dnnl_matmul_desc_init");
            Check(_createDescription(&description, matmul, attributes, Engine, 0), "dnnl_primitive_desc_create");
            return description;
        }

        Check(_createMatmul(&description, Engine, source, weights, bias, destination, attributes), "dnnl_matmul_primitive_desc_create");
        return description;
    }

    public nint CreateAttributes(int scratchpadMode)
    {
        nint attributes;
        Check(_createAttributes(&attributes), "dnnl_primitive_attr_create");
        Check(_setScratchpadMode(attributes, scratchpadMode), "dnnl_primitive_attr_set_scratchpad_mode");
        return attributes;
    }

    public void DestroyAttributes(nint attributes) => _destroyAttributes(attributes);

    public string QueryText(nint description, int what)
    {
        byte* text;
        Check(_query(description, what, 0, &text), "dnnl_primitive_desc_query");
        return Marshal.PtrToStringUTF8((nint)text) ?? "";
    }

    /// <summary>A description of memory that belongs to a description.</summary>
    public nint QueryMemory(nint description, int what) => _queryMemory(description, what, 0);

    public void DestroyDescription(nint description) => _destroyDescription(description);

    public nint CreatePrimitive(nint description)
    {
        nint primitive;
        Check(_createPrimitive(&primitive, description), "dnnl_primitive_create");
        return primitive;
    }

    public void DestroyPrimitive(nint primitive) => _destroyPrimitive(primitive);

    public nint CreateMemory(nint description)
    {
        nint memory;
        Check(_createMemory(&memory, description, Engine, null), "dnnl_memory_create");
        return memory;
    }

    public void SetData(nint memory, void* data) => Check(_setData(memory, data), "dnnl_memory_set_data_handle");

    public void DestroyMemory(nint memory) => _destroyMemory(memory);

    public void Execute(nint primitive, nint stream, ReadOnlySpan<OneDnnArgument> arguments)
    {
        fixed (OneDnnArgument* first = arguments)
            Check(_execute(primitive, stream, arguments.Length, first), "dnnl_primitive_execute");
    }

    private static void Check(int status, string function)
    {
        if (status == OutOfMemory)
            throw new InsufficientMemoryException($"oneDNN's {function} found no memory.");
        if (status != 0)
            throw new InvalidOperationException($"oneDNN's {function} failed with status {status}; this is a bug.");
    }

    private static (OneDnnLibrary? Library, string? Reason) Find()
    {
        if (!IsFastHere)
            return (null, "this processor has neither AVX512-BF16 nor AMX");
        if (!OperatingSystem.IsLinux())
            return (null, "it is bound on Linux only");
        if (!NativeLibrary.TryLoad(OpenMp, out nint openMp))
            return (null, $"{OpenMp} is not installed, Debian's package libgomp1");
        foreach (int version in (ReadOnlySpan<int>)[3, 2])
        {
            if (NativeLibrary.TryLoad($"libdnnl.so.{version}", out nint library))
                return Bind(library, openMp, version);
        }

        return (null, "oneDNN is not installed: libdnnl.so.3 or libdnnl.so.2 is needed, Debian's and Ubuntu's package libdnnl3 or libdnnl2");
    }

    private static (OneDnnLibrary? Library, string? Reason) Bind(nint library, nint openMp, int version)
    {
        if (!NativeLibrary.TryGetExport(library, "dnnl_version", out nint function))
            return (null, $"libdnnl.so.{version} is not oneDNN");
        OneDnnVersion found = *((delegate* unmanaged[Cdecl]<OneDnnVersion*>)function)();
        if (found.Major != version || (version == 2 && found.Minor < OldestMinorOf2))
            return (null, $"libdnnl.so.{version} is version {found.Major}.{found.Minor} of oneDNN; 2.{OldestMinorOf2} or a later one is needed");
        if (found.CpuRuntime is not (Sequential or OverOpenMp))
            return (null, $"libdnnl.so.{version} was built for other threads than OpenMP's");
        try
        {
            var bound = new OneDnnLibrary(library, openMp, version);
            using var product = new OneDnnProduct(bound, 1, HalfMatrix.BlockRows, HalfBlocks.Widest, HalfBlocks.Widest, hasBias: true);
            return product.IsReference ? (null, $"libdnnl.so.{version} has no fast products in bfloat16 for this processor") : (bound, null);
        }
        catch (EntryPointNotFoundException error)
        {
            return (null, $"libdnnl.so.{version} lacks a function: {error.Message}");
        }
    }
}
