using System.Globalization;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary><c>compare io</c>: files of trees and of weights, read and written, against what others do and what the machine can do.</summary>
internal static class IoComparison
{
    private const int Trees = 300;
    private const int Repetitions = 5;

    /// <returns>Exit code: 1 where the ways give different results.</returns>
    public static int Run(bool quick, bool scaling)
    {
        var folder = Directory.CreateTempSubdirectory("aloe-io-").FullName;
        try
        {
            var sample = TreesSample.Create(quick ? 50 : Trees, folder);
            if (scaling)
            {
                TreesComparison.Scale(sample, folder);
                return 0;
            }

            Console.WriteLine($"files are in the system's cache; medians of {(quick ? 1 : Repetitions)}; {Environment.ProcessorCount} processors");
            Console.WriteLine();
            var (same, ratio) = TreesComparison.Run(sample, folder, quick ? 20 : 100, quick ? 1 : Repetitions);
            Console.WriteLine();
            same &= WeightsComparison.Run(folder, quick ? 1 : 5, quick ? 1 : Repetitions);
            Console.WriteLine("last line: processor time of reflection and strings over that of Aloe, for reading and writing trees");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {ratio:F2}"));
            return same ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
