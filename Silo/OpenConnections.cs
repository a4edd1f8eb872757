using System.Diagnostics.Metrics;

namespace PathwayOrleans.Silo;

/// <summary>
/// Counts the open database connections of this process, including those of Orleans' providers, with Npgsql's meter.
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
