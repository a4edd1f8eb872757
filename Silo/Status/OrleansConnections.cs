using System.Diagnostics.Metrics;

namespace PathwayOrleans.Silo.Status;

/// <summary>
/// Counts the database connections that Orleans' own providers hold open, as Npgsql's meter tells them: their pool
/// is the only one that a silo has.
/// </summary>
internal sealed class OrleansConnections : IDisposable
{
    private const string Meter = "Npgsql";
    private const string Instrument = "db.client.connection.count";

    private readonly MeterListener _listener = new();
    private long _counted;

    public OrleansConnections()
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

    internal int OpenCount
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
