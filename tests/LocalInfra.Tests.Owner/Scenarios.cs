using System.Globalization;
using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.LocalInfra.Tests.Owner;

internal static class Scenarios
{
    private const int MaxFreeHandles = 64;

    internal static Task RunAsync(string scenario, string[] arguments) => scenario switch
    {
        "postgres" => OwnPostgresAsync(arguments.FirstOrDefault()),
        "child" => OwnChildAsync(),
        "interrupt" => InterruptChildAsync(),
        "kafka" => UseKafkaAsync(),
        "few-handles" => Task.Run(StartKafkaWithFewHandles),
        _ => throw new ArgumentException($"The scenario '{scenario}' does not exist."),
    };

    // Runs a private Postgres, in a folder if one is given, until it is killed.
    private static async Task OwnPostgresAsync(string? folder)
    {
        PrivatePostgres postgres = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Directory = folder, Durable = false });
        Console.WriteLine($"{postgres.ServerProcessId} {postgres.Directory}");
        await Task.Delay(Timeout.Infinite);
    }

    // Runs a child that does not watch its input, until it is killed.
    private static async Task OwnChildAsync()
    {
        ChildProcess child = ChildProcess.Start(new ChildProcessOptions { FileName = "sleep", Arguments = ["infinity"] });
        Console.WriteLine(child.Id.ToString(CultureInfo.InvariantCulture));
        await Task.Delay(Timeout.Infinite);
    }

    // Prints the exit code of a child that gets SIGINT and does not handle it.
    private static async Task InterruptChildAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ChildProcess child = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "echo ready; read -r _"],
            OnLine = _ => ready.TrySetResult(),
        });
        await ready.Task;
        child.Interrupt();
        Console.WriteLine((await child.WaitForExitAsync()).ToString(CultureInfo.InvariantCulture));
    }

    // Sends a message through the embedded Kafka and prints the path of the loaded library.
    private static async Task UseKafkaAsync()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        ProducerConfig config = KafkaClientSettings.Producer(new KafkaOptions { BootstrapServers = kafka.BootstrapServers });
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync("events", new Message<Null, string> { Value = "a" });
        Console.WriteLine($"{Library.VersionString} {KafkaLibrary.Path}");
    }

    // Starts a broker with 0, 1, 2, ... available file handles until it succeeds. Prints the number of failures.
    private static void StartKafkaWithFewHandles()
    {
        // Loads and compiles the code first, which needs handles too.
        EmbeddedKafka.Start().Dispose();
        int refusals = 0;
        for (int free = 0; free <= MaxFreeHandles; free++)
        {
            Stack<FileStream> handles = TakeAllHandles();
            for (int i = 0; i < free; i++)
            {
                handles.Pop().Dispose();
            }

            bool started = TryStart();
            while (handles.TryPop(out FileStream? handle))
            {
                handle.Dispose();
            }

            if (started)
            {
                Console.WriteLine(refusals.ToString(CultureInfo.InvariantCulture));
                return;
            }

            refusals++;
        }

        throw new InvalidOperationException($"{MaxFreeHandles} file handles are too few.");
    }

    private static bool TryStart()
    {
        try
        {
            EmbeddedKafka.Start().Dispose();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static Stack<FileStream> TakeAllHandles()
    {
        Stack<FileStream> handles = new();
        try
        {
            while (true)
            {
                handles.Push(new FileStream("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));
            }
        }
        catch (IOException)
        {
            return handles;
        }
    }
}
