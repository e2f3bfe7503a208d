package import FoundationEssentials

/// All that a verdict is built on, gathered before by whoever asks.
package struct Evidence: Sendable {
    /// What the verdict is for.
    package enum Use: Sendable {
        /// A program starts.
        case start
        /// A program runs, and had its license when it started.
        case running
    }

    package var use = Use.start
    /// The feature that is to be used; none for the product alone.
    package var feature: String?
    package var keys: [PresentKey] = []
    package var machine = MachineParameters(values: [:], memory: 0)
    /// The readable parameters of the computer that the license was installed on.
    package var snapshot: MachineParameters?
    package var time: Date
    /// The highest time that is certain: see ``ClockFloor``.
    package var clockFloor: Date?
    package var revocations: SignedRevocations?
    /// Licenses that were replaced, each with the one that replaced it.
    package var successors: [LicenseID: LicenseID] = [:]
    /// How long ago this store last saw the license's keys, as many as it needs; `nil` for never.
    package var keysLastSeen: Duration?

    /// A seat of the network, in place of keys and computer.
    package var seat: SeatEvidence?

    package init(time: Date) {
        self.time = time
    }
}
