import LicenseBinding
import USBBus

/// Follows the license keys on a bus: what happened goes in, what is to be told and done comes out.
/// It asks no device and no clock.
struct KeyWatch {
    typealias Instant = ContinuousClock.Instant

    enum Input {
        case bus(USBEvent)
        case looked(at: USBDevice, KeyDetector.Look)
        /// What was told of the HASP and Sentinel keys that are these devices.
        case told(ToldKeys, of: [USBDevice])
        /// All keys that were plugged in at some time after this was asked for.
        case enumerated([HardwareKey], asked: Instant)
        /// The time that ``KeyWatch/deadline`` named has come.
        case time
    }

    enum Step: Equatable {
        case tell(KeyEvent)
        case look(at: USBDevice, mayReset: Bool)
        /// Ask who knows the IDs of these HASP and Sentinel keys, which are all that are there.
        case ask(of: [USBDevice])
        /// Find all keys anew, before a removal is told.
        case enumerate
    }

    let detector: KeyDetector
    let timing: PresenceTiming
    var keys: [FollowedKey] = []
    /// When those who know the IDs of HASP and Sentinel keys are asked anew.
    var nextQuestion: Instant?
    /// When a HASP or Sentinel key came or left last.
    var sentinelsChanged: Instant?
    /// When a device in the port was reset last, or left while it may have been.
    private var resets: [USBPortPath: Instant] = [:]

    init(detector: KeyDetector, timing: PresenceTiming = PresenceTiming()) {
        self.detector = detector
        self.timing = timing
    }

    /// When something is to be done though nothing happens.
    var deadline: Instant? {
        let removals = keys.filter { !mayBeBack($0) }.compactMap { $0.removal(timing) }
        let looks = keys.flatMap { [$0.overdue(timing), $0.retry(timing)].compactMap(\.self) }
        let rest = keys.compactMap { $0.unfound(timing) } + keys.compactMap(doubtsEnd)
        return (removals + looks + rest + [nextQuestion].compactMap(\.self)).min()
    }

    mutating func steps(after input: Input, at now: Instant) -> [Step] {
        switch input {
        case .bus(.arrived(let device)): arrived(device, at: now)
        case .bus(.left(let device)): left(device, at: now)
        case .looked(let device, let look): looked(at: device, look, at: now)
        case .told(let told, let devices): hear(told, of: devices, at: now)
        case .enumerated(let present, let asked): enumerated(present, asked: asked, at: now)
        case .time: due(at: now)
        }
    }

    /// Whether a key that is missed may be one that does not say yet what it is.
    func mayBeBack(_ missed: FollowedKey) -> Bool {
        keys.contains { key in
            key.isNew || key.isNameless && key.found?.isSameKind(as: missed.told) == true
                || missed.isSentinel && key.isSentinel && key.isPresent && key.doubtedSince != nil
        }
    }

    private func index(of device: USBDevice) -> Int? {
        keys.firstIndex { $0.isPresent && $0.device.address == device.address }
    }
}

extension KeyWatch {
    private mutating func arrived(_ device: USBDevice, at now: Instant) -> [Step] {
        guard detector.mayBeKey(device), index(of: device) == nil else { return [] }
        let mayReset = resets[device.port].map { $0 + timing.resetPause <= now } ?? true
        let isSentinel = detector.isSentinel(device)
        keys.append(
            FollowedKey(device, isSentinel: isSentinel, mayReset: mayReset, at: now))
        return isSentinel ? sentinelArrived(at: now) : [.look(at: device, mayReset: mayReset)]
    }

    private mutating func left(_ device: USBDevice, at now: Instant) -> [Step] {
        guard let index = index(of: device) else { return [] }
        keys[index].leave(at: now)
        if keys[index].isSentinel { return sentinelLeft(at: now) + tellChanges() }
        if !keys[index].mayReset { resets[device.port] = now }
        return tellChanges()
    }

    private mutating func looked(
        at device: USBDevice, _ look: KeyDetector.Look, at now: Instant
    ) -> [Step] {
        guard let index = index(of: device), keys[index].device == device else { return [] }
        if case .nothing = look {
            let told = keys.remove(at: index).told
            return (told.map { [.tell(.left($0))] } ?? []) + tellChanges()
        }
        let key = look.key
        keys[index].look(found: key, at: now)
        guard let key, keys[index].told?.id == nil else { return tellChanges() }
        return welcome(key, at: index, now) + tellChanges()
    }

    /// Takes up where a key that is back was left. One that could not say at first who it is was
    /// told before, and has changed.
    mutating func welcome(_ key: HardwareKey, at index: Int, _ now: Instant) -> [Step] {
        let missed = keys.firstIndex { !$0.isPresent && $0.told?.isSame(as: key) == true }
        guard let missed, let since = keys[missed].absentSince else { return [] }
        keys[index].told = keys[index].told ?? keys[missed].told
        keys.remove(at: missed)
        return [.tell(.bounced(key, absence: now - since))]
    }

    private mutating func due(at now: Instant) -> [Step] {
        var steps: [Step] = []
        for index in keys.indices {
            if let overdue = keys[index].overdue(timing), overdue <= now {
                keys[index].isGivenUp = true
                keys[index].found =
                    keys[index].found ?? detector.unanswering(keys[index].device)
            }
            if let retry = keys[index].retry(timing), retry <= now {
                keys[index].lookBegan = now
                steps.append(.look(at: keys[index].device, mayReset: keys[index].mayReset))
            }
        }
        if keys.contains(where: { $0.unfound(timing).map { $0 <= now } ?? false }) {
            steps += enumerated([], asked: now - timing.patience, at: now)
        }
        return steps + askIfDue(at: now) + endDoubts(at: now) + tellChanges()
            + removalsDue(at: now)
    }

    private mutating func removalsDue(at now: Instant) -> [Step] {
        let due = keys.indices.filter { index in
            !mayBeBack(keys[index]) && keys[index].removal(timing).map { $0 <= now } ?? false
        }
        for index in due { keys[index].soughtSince = now }
        return due.isEmpty ? [] : [.enumerate]
    }

    /// A key that is shown though it is missed will arrive: only an arrival says when it leaves.
    private mutating func enumerated(
        _ present: [HardwareKey], asked: Instant, at now: Instant
    ) -> [Step] {
        var steps: [Step] = []
        for index in keys.indices.reversed() {
            guard let sought = keys[index].soughtSince, sought <= asked else { continue }
            if let told = keys[index].told, isBack(told, in: present) {
                keys[index].soughtSince = nil
                keys[index].shownSince = now
            } else if let told = keys.remove(at: index).told {
                steps.insert(.tell(.left(told)), at: 0)
            }
        }
        return steps
    }

    private func isBack(_ missed: HardwareKey, in present: [HardwareKey]) -> Bool {
        // Of HASP and Sentinel keys more may be told than are there.
        present.contains { $0.isSame(as: missed) && (!$0.isSentinel || $0.state == .ready) }
            && !keys.contains { $0.isPresent && $0.told?.isSame(as: missed) == true }
    }

    /// Compares what is there with what was told last.
    mutating func tellChanges() -> [Step] {
        let indices = keys.indices.filter { keys[$0].isPresent && keys[$0].found != nil }
        let found = indices.compactMap { keys[$0].found }.markingDuplicates
        return zip(indices, found).flatMap { index, key -> [Step] in
            defer { keys[index].told = key }
            guard let told = keys[index].told else { return [.tell(.arrived(key))] }
            if let id = told.id, key.isSentinel, key.id != id {
                return [.tell(.left(told)), .tell(.arrived(key))]
            }
            return told.looksLike(key) ? [] : [.tell(.changed(key))]
        }
    }
}
