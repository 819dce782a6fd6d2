using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Aloe.Benchmarks.Comparisons.PersonaFilter;

/// <summary>The same filter in Python, where the machine has what it takes: matrix products of a thousand candidates with the pool, by numpy or by faiss.</summary>
internal static class NumpyFilter
{
    private const string Script = """
        import sys, time
        import numpy as np
        if sys.argv[1] == "faiss":
            import faiss
        data = np.fromfile(sys.argv[2], dtype=np.float32).reshape(-1, int(sys.argv[3]))
        threshold, size = float(sys.argv[4]), 1000
        start = time.perf_counter()
        pool, count, kept = np.empty_like(data), 0, 0
        index = faiss.IndexFlatIP(data.shape[1]) if sys.argv[1] == "faiss" else None
        for first in range(0, len(data), size):
            block = data[first:first + size]
            if count:
                nearest = index.search(block, 1)[0][:, 0] if index is not None else (block @ pool[:count].T).max(axis=1)
                block = block[nearest <= threshold]
            alike = block @ block.T > threshold
            chosen = []
            for i in range(len(block)):
                if not alike[i, chosen].any():
                    chosen.append(i)
            pool[count:count + len(chosen)] = block[chosen]
            if index is not None:
                index.add(block[chosen])
            count += len(chosen)
        print(time.perf_counter() - start, count)
        """;

    /// <returns>Seconds and the number of kept vectors; null where Python or the library is not here.</returns>
    public static (double Seconds, int Kept)? Run(string library, EmbeddingSet set, double threshold)
    {
        if (Python("-c", $"import numpy, {library}") is null)
        {
            return null;
        }

        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, MemoryMarshal.AsBytes(set.Values.AsSpan()));
            return Python("-c", Script, library, path, EmbeddingSet.Dimensions.ToString(CultureInfo.InvariantCulture), threshold.ToString(CultureInfo.InvariantCulture))?.Split(' ') is [var seconds, var kept]
                ? (double.Parse(seconds, CultureInfo.InvariantCulture), int.Parse(kept, CultureInfo.InvariantCulture))
                : null;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What a Python program printed; null where it failed or there is no Python.</summary>
    private static string? Python(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
