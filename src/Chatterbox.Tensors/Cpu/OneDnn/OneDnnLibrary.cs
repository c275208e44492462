using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// The functions of oneDNN 2 (libdnnl.so.2) that a product in bfloat16 takes, bound at run time: the library is optional. It is used from
/// the engine's own threads, one product a thread, so that its own threads stay out of it. Names, constants and sizes are those of its
/// header dnnl_types.h.
/// </summary>
internal sealed unsafe class OneDnnLibrary
{
    /// <summary>sizeof dnnl_memory_desc_t.</summary>
    public const int MemoryDescriptionBytes = 696;

    /// <summary>sizeof dnnl_matmul_desc_t.</summary>
    public const int MatmulDescriptionBytes = 2800;

    private const string FileName = "libdnnl.so.2";
    private const string OpenMp = "libgomp.so.1";
    private const int MajorVersion = 2;
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
    private readonly delegate* unmanaged[Cdecl]<void*, nuint> _bytesOf;
    private readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int> _describeMatmul;
    private readonly delegate* unmanaged[Cdecl]<nint*, int> _createAttributes;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _setScratchpadMode;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyAttributes;
    private readonly delegate* unmanaged[Cdecl]<nint*, void*, nint, nint, nint, int> _createDescription;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, void*, int> _query;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, void*> _queryMemory;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyDescription;
    private readonly delegate* unmanaged[Cdecl]<nint*, nint, int> _createPrimitive;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyPrimitive;
    private readonly delegate* unmanaged[Cdecl]<nint*, void*, nint, void*, int> _createMemory;
    private readonly delegate* unmanaged[Cdecl]<nint, void*, int> _setData;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroyMemory;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int, OneDnnArgument*, int> _execute;

    private OneDnnLibrary(nint library, nint openMp)
    {
        _setThreads = (delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(openMp, "omp_set_num_threads");
        _createEngine = (delegate* unmanaged[Cdecl]<nint*, int, nuint, int>)NativeLibrary.GetExport(library, "dnnl_engine_create");
        _createStream = (delegate* unmanaged[Cdecl]<nint*, nint, uint, int>)NativeLibrary.GetExport(library, "dnnl_stream_create");
        _destroyStream = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_stream_destroy");
        _describe = (delegate* unmanaged[Cdecl]<void*, int, long*, int, int, int>)NativeLibrary.GetExport(library, "dnnl_memory_desc_init_by_tag");
        _bytesOf = (delegate* unmanaged[Cdecl]<void*, nuint>)NativeLibrary.GetExport(library, "dnnl_memory_desc_get_size");
        _describeMatmul = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int>)NativeLibrary.GetExport(library, "dnnl_matmul_desc_init");
        _createAttributes = (delegate* unmanaged[Cdecl]<nint*, int>)NativeLibrary.GetExport(library, "dnnl_primitive_attr_create");
        _setScratchpadMode = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(library, "dnnl_primitive_attr_set_scratchpad_mode");
        _destroyAttributes = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_attr_destroy");
        _createDescription = (delegate* unmanaged[Cdecl]<nint*, void*, nint, nint, nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_create");
        _query = (delegate* unmanaged[Cdecl]<nint, int, int, void*, int>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_query");
        _queryMemory = (delegate* unmanaged[Cdecl]<nint, int, int, void*>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_query_md");
        _destroyDescription = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_desc_destroy");
        _createPrimitive = (delegate* unmanaged[Cdecl]<nint*, nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_create");
        _destroyPrimitive = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_primitive_destroy");
        _createMemory = (delegate* unmanaged[Cdecl]<nint*, void*, nint, void*, int>)NativeLibrary.GetExport(library, "dnnl_memory_create");
        _setData = (delegate* unmanaged[Cdecl]<nint, void*, int>)NativeLibrary.GetExport(library, "dnnl_memory_set_data_handle");
        _destroyMemory = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "dnnl_memory_destroy");
        _execute = (delegate* unmanaged[Cdecl]<nint, nint, int, OneDnnArgument*, int>)NativeLibrary.GetExport(library, "dnnl_primitive_execute");
        nint engine;
        Check(_createEngine(&engine, Cpu, 0), "dnnl_engine_create");
        Engine = engine;
    }

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

    /// <summary>Describes a matrix in <paramref name="description"/>, which has <see cref="MemoryDescriptionBytes"/>.</summary>
    public void Describe(byte* description, long rows, long columns, int type, int layout)
    {
        long* dimensions = stackalloc long[] { rows, columns };
        Check(_describe(description, 2, dimensions, type, layout), "dnnl_memory_desc_init_by_tag");
    }

    public long BytesOf(byte* description) => (long)_bytesOf(description);

    public void DescribeMatmul(byte* matmul, byte* source, byte* weights, byte* bias, byte* destination) =>
        Check(_describeMatmul(matmul, source, weights, bias, destination), "dnnl_matmul_desc_init");

    public nint CreateAttributes(int scratchpadMode)
    {
        nint attributes;
        Check(_createAttributes(&attributes), "dnnl_primitive_attr_create");
        Check(_setScratchpadMode(attributes, scratchpadMode), "dnnl_primitive_attr_set_scratchpad_mode");
        return attributes;
    }

    public void DestroyAttributes(nint attributes) => _destroyAttributes(attributes);

    public nint CreateDescription(byte* matmul, nint attributes)
    {
        nint description;
        Check(_createDescription(&description, matmul, attributes, Engine, 0), "dnnl_primitive_desc_create");
        return description;
    }

    public string QueryText(nint description, int what)
    {
        byte* text;
        Check(_query(description, what, 0, &text), "dnnl_primitive_desc_query");
        return Marshal.PtrToStringUTF8((nint)text) ?? "";
    }

    public byte* QueryMemory(nint description, int what) => (byte*)_queryMemory(description, what, 0);

    public void DestroyDescription(nint description) => _destroyDescription(description);

    public nint CreatePrimitive(nint description)
    {
        nint primitive;
        Check(_createPrimitive(&primitive, description), "dnnl_primitive_create");
        return primitive;
    }

    public void DestroyPrimitive(nint primitive) => _destroyPrimitive(primitive);

    public nint CreateMemory(byte* description)
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
        if (status != 0)
            throw new InvalidOperationException($"oneDNN's {function} failed with status {status}; this is a bug.");
    }

    private static (OneDnnLibrary? Library, string? Reason) Find()
    {
        if (!IsFastHere)
            return (null, "this processor has neither AVX512-BF16 nor AMX");
        if (!OperatingSystem.IsLinux())
            return (null, "it is bound on Linux only");
        if (!NativeLibrary.TryLoad(FileName, out nint library) || !NativeLibrary.TryLoad(OpenMp, out nint openMp))
            return (null, $"oneDNN is not installed: {FileName} and {OpenMp} are needed, Debian's package libdnnl2");
        int* version = ((delegate* unmanaged[Cdecl]<int*>)NativeLibrary.GetExport(library, "dnnl_version"))();
        return version[0] == MajorVersion
            ? (new OneDnnLibrary(library, openMp), null)
            : (null, $"{FileName} is version {version[0]}.{version[1]} of oneDNN; version {MajorVersion} is needed");
    }
}
