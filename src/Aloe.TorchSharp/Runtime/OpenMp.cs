using System.Runtime.InteropServices;

namespace Aloe.Torch;

/// <summary>Settings of the OpenMP runtime that libtorch computes with.</summary>
internal static partial class OpenMp
{
    /// <summary>
    /// Lets threads that wait for one another sleep instead of spin, unless the user chose otherwise. Measured on two busy cores, generation took 12 s instead of 53 s;
    /// libgomp's default assumes that the process has the machine for itself. To be called before libtorch is loaded; .NET's own environment is a copy that libgomp does not see.
    /// </summary>
    public static void WaitPassively()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
        {
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
