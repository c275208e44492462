namespace Chatterbox.Tensors.Cpu;

/// <summary>Work cut into parts that can run in any order on any thread. Holds only pointers and numbers.</summary>
internal interface IParallelJob
{
    /// <summary>Does part <paramref name="part"/>; <paramref name="worker"/> names the thread, for its scratch memory.</summary>
    void Run(int part, int worker);
}
