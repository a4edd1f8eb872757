using System.Diagnostics.Metrics;

namespace PathwayOrleans.Silo.Status;

/// <summary>
/// Counts the database connections that this process holds open, its own and those of Orleans' providers, as Npgsql's
/// meter tells them.
/// </summary>
internal sealed class OpenConnections : IDisposable
{
    private const string Meter = "Npgsql";
    private const string Instrument = "db.client.connection.count";

    private readonly MeterListener _listener = new();
    private long _counted;

    public OpenConnections()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter && instrument.Name == Instrument)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, count, _, _) => _counted += count);
        _listener.Start();
    }

    internal int Count
    {
        get
        {
            lock (_listener)
            {
                _counted = 0;
                _listener.RecordObservableInstruments();
                return (int)_counted;
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
