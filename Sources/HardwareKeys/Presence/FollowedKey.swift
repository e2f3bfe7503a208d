import LicenseBinding
import USBBus

/// What is known of one key between its arrival and the end of its debounce.
struct FollowedKey {
    typealias Instant = ContinuousClock.Instant

    var device: USBDevice
    let arrived: Instant
    /// Whether it is a HASP or Sentinel key, of which only others tell.
    let isSentinel: Bool
    /// What the last look found; nothing until the first one ends.
    var found: HardwareKey?
    /// The key as it was last told.
    var told: HardwareKey?
    /// Set while a look goes on.
    var lookBegan: Instant?
    var lookEnded: Instant?
    /// Set while the device is gone.
    var absentSince: Instant?
    /// Set when the bus was asked if it is really gone.
    var soughtSince: Instant?
    /// Set when the bus, asked anew, showed the key though its device did not arrive yet.
    var shownSince: Instant?
    /// A device is reset once.
    var mayReset: Bool
    /// Set while a HASP or Sentinel key may be the one that was pulled, or is no more told.
    var doubtedSince: Instant?
    /// Whether it takes too long to find out what it is: nothing waits for that any more.
    var isGivenUp = false

    init(
        _ device: USBDevice, isSentinel: Bool = false, mayReset: Bool, at now: Instant
    ) {
        self.device = device
        self.isSentinel = isSentinel
        self.mayReset = mayReset
        arrived = now
        lookBegan = now
    }

    var isPresent: Bool { absentSince == nil }

    /// A look ended. One that found nothing leaves all as it was, until the bus tells what it saw.
    mutating func look(found key: HardwareKey?, at now: Instant) {
        lookBegan = nil
        lookEnded = now
        guard let key else { return }
        found = key
        switch key.reset {
        // One that was not tried, as the device was in use, is still to come.
        case .notTried, .failed(.claimFailed): break
        case .done, .failed: mayReset = false
        }
    }

    mutating func leave(at now: Instant) {
        absentSince = now
        // It may leave by its reset.
        if lookBegan != nil { mayReset = false }
        lookBegan = nil
    }

    /// Whether it was not looked at yet.
    var isNew: Bool { isPresent && found == nil && !isGivenUp }

    /// Whether it came lately and it is not known yet which key it is, though that is to be expected.
    var isNameless: Bool {
        guard isPresent, !isGivenUp, let found, found.id == nil else { return false }
        return found.provesItself && [.busy, .noAccess].contains(found.state)
            || isSentinel && found.state == .needsRuntime
    }

    /// When it takes too long to find out what it is.
    func overdue(_ timing: PresenceTiming) -> Instant? {
        isNew ? arrived + timing.patience : isNameless ? arrived + timing.namelessness : nil
    }

    /// When it is worth another look.
    func retry(_ timing: PresenceTiming) -> Instant? {
        guard isPresent, !isSentinel, lookBegan == nil, let lookEnded else { return nil }
        switch found?.state {
        case .noAccess, nil: return lookEnded + timing.accessRetry
        // A FIDO2 key is another program's for a moment, where others are broken.
        case .busy:
            return lookEnded + (isNameless ? timing.accessRetry : timing.answerRetry)
        case .ready, .needsRuntime, .unenrolled, .anonymous, .duplicateID: return nil
        }
    }

    /// When the bus takes too long to say whether it is really gone.
    func unfound(_ timing: PresenceTiming) -> Instant? {
        soughtSince.map { $0 + timing.patience }
    }

    /// When its absence counts as a removal.
    func removal(_ timing: PresenceTiming) -> Instant? {
        guard let absentSince, soughtSince == nil else { return nil }
        return shownSince.map { $0 + timing.patience } ?? absentSince + timing.debounce
    }
}
