using Gateway.Core.Acquisition.Polling;

namespace Gateway.Core.Acquisition;

/// <summary>The devices of one bus, in what they speak. Their loop says when; they know how.</summary>
internal interface IBusDevices : IAsyncDisposable
{
    LinkOwner Owner { get; }

    /// <summary>What is polled together, in the order in which it is polled at first.</summary>
    IReadOnlyList<IGroupPoller> Pollers { get; }

    IReadOnlyList<BusUnit> Units { get; }

    /// <summary>Polls that may be under way at once.</summary>
    int MostUnderWay { get; }

    /// <summary>A device talks by itself and is listened to beside the polls: nothing needs to be asked to learn that the bus has returned.</summary>
    bool IsListening => false;

    /// <summary>Answers that came when nobody waited for them any more, and were thrown away.</summary>
    long LateAnswers { get; }

    /// <summary>Takes the bus up, first of all and after each <see cref="PauseAsync"/>.</summary>
    void Resume()
    {
        // Where devices speak only when they are asked, the first request is all it takes.
    }

    /// <summary>Ends what goes on beside the polls, before the bus is closed or given away. Does nothing when nothing goes on.</summary>
    ValueTask PauseAsync() => ValueTask.CompletedTask;

    /// <summary>The units as they are now. May be asked from anywhere at any time.</summary>
    IReadOnlyList<UnitSnapshot> UnitSnapshots();
}
