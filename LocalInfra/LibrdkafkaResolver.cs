using System.Reflection;
using System.Runtime.InteropServices;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// Finds the librdkafka that Confluent.Kafka loads, by the names it tries, in its order: the package holds one
/// build with GSSAPI, which needs a libsasl2 that Debian does not have, and builds without.
/// </summary>
internal static class LibrdkafkaResolver
{
    private static readonly string[] Names = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(LibrdkafkaResolver).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != MockBrokerNative.Library)
        {
            return 0;
        }

        List<string> reasons = [];
        foreach (string candidate in Names)
        {
            try
            {
                return NativeLibrary.Load(candidate, assembly, searchPath);
            }
            catch (DllNotFoundException notLoaded)
            {
                reasons.Add($"{candidate}: {notLoaded.Message}");
            }
        }

        throw new DllNotFoundException(
            $"No build of librdkafka loads on this machine; `./pathway` restores or builds one. {string.Join(" | ", reasons)}");
    }
}
