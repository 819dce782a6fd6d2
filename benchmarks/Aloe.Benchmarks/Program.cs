using Aloe.Benchmarks.Comparisons;
using BenchmarkDotNet.Running;

if (args is ["compare", ..])
{
    return CompareCommand.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
return 0;
