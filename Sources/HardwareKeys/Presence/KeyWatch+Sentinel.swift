import LicenseBinding
import USBBus

/// HASP and Sentinel keys. The bus shows that one came or left, and those who know the IDs are asked which.
/// Of several in doubt, none counts as there for longer than a removal takes to be told, and none is told
/// as gone.
extension KeyWatch {
    mutating func ask(at now: Instant) -> [Step] {
        nextQuestion = nil
        let present = presentSentinels
        guard !present.isEmpty else { return [] }
        for index in present { keys[index].lookBegan = now }
        return [.ask(of: present.map { keys[$0].device })]
    }

    mutating func askIfDue(at now: Instant) -> [Step] {
        nextQuestion.map { $0 <= now } == true ? ask(at: now) : []
    }

    private var presentSentinels: [Int] {
        keys.indices.filter { keys[$0].isPresent && keys[$0].isSentinel }
    }

    mutating func sentinelArrived(at now: Instant) -> [Step] {
        sentinelsChanged = now
        return ask(at: now)
    }

    /// One left, and unless it was the only one it may be any of those that were told together with it.
    mutating func sentinelLeft(at now: Instant) -> [Step] {
        sentinelsChanged = now
        for index in keys.indices where keys[index].isSentinel {
            let mayHaveLeft = !keys[index].isPresent || keys[index].told?.places.isEmpty == false
            if mayHaveLeft { keys[index].doubt(at: now) }
        }
        return ask(at: now)
    }

    mutating func hear(_ told: ToldKeys, of devices: [USBDevice], at now: Instant) -> [Step] {
        let present = presentSentinels
        // What was told of other devices than those that are here is out of date, and asked anew.
        let addresses = Set(devices.map(\.address))
        guard Set(present.map { keys[$0].device.address }) == addresses, !devices.isEmpty else {
            return []
        }
        let join = SentinelJoin(told, with: present.count)
        if told.isAnswered, join.isSettled {
            assign(join, to: present, at: now)
        } else {
            keepTold(join.sightings, in: present, at: now)
        }
        askAgain(at: now)
        return welcomeNew(at: now) + tellChanges()
    }

    /// Nothing new is known: keys that were told stay what they are, or in doubt.
    private mutating func keepTold(_ sightings: [KeySighting], in present: [Int], at now: Instant) {
        let problem = sightings.first?.problem
        for index in present {
            let told = keys[index].told
            let isKnown = told?.id != nil || told?.state == .anonymous
            let known = isKnown ? keys[index].found : nil
            let sighting = KeySighting(state: .needsRuntime, problem: problem)
            let new = detector.sentinelKey(sighting, in: keys[index].device, [])
            keys[index].look(found: known ?? new, at: now)
        }
    }

    /// Soon while something has changed lately, as the run-time may not know it yet, and then now and then.
    private mutating func askAgain(at now: Instant) {
        let changed = sentinelsChanged.map { now < $0 + timing.lag } ?? false
        let pauses = presentSentinels.map { index -> Duration in
            let key = keys[index]
            if changed { return timing.doubtRetry }
            if let since = key.doubtedSince, now < since + timing.namelessness {
                return timing.doubtRetry
            }
            return key.found?.isUntold == true && !key.isGivenUp
                ? timing.accessRetry : timing.answerRetry
        }
        nextQuestion = pauses.min().map { now + $0 }
    }

    private mutating func welcomeNew(at now: Instant) -> [Step] {
        presentSentinels.map { keys[$0].device }.flatMap { device -> [Step] in
            guard let index = keys.firstIndex(where: { $0.device == device && $0.isPresent }),
                let key = keys[index].found, keys[index].told?.id == nil
            else { return [] }
            return welcome(key, at: index, now)
        }
    }
}

extension KeyWatch {
    /// Gives each device one of the keys that are told: its own if it has one, as far as that is known.
    private mutating func assign(_ join: SentinelJoin, to present: [Int], at now: Instant) {
        let areAllTold = !join.sightings.contains(where: \.isUntold)
        var free = present
        var given: [Int: KeySighting] = [:]
        func give(_ sighting: KeySighting, to index: Int) {
            given[index] = sighting
            free.removeAll { $0 == index }
        }
        var others: [KeySighting] = []
        for sighting in join.sightings {
            let own = free.first { sighting.id != nil && keys[$0].told?.id == sighting.id }
            if let own { give(sighting, to: own) } else { others.append(sighting) }
        }
        // Those with an ID first: the rest is what nobody tells.
        for sighting in others.filter({ $0.id != nil }) + others.filter({ $0.id == nil }) {
            guard let index = choose(for: sighting, among: free, areAllTold) else { continue }
            give(sighting, to: index)
        }
        let ports = join.isAmbiguous ? present.map { keys[$0].device.port }.sorted() : []
        for (index, sighting) in given {
            let key = detector.sentinelKey(sighting, in: keys[index].device, ports)
            settle(index, as: key, join, at: now)
        }
    }

    /// The device for a key that none is known to be.
    /// - Parameter areAllTold: whether as many keys are told as there are devices.
    private mutating func choose(
        for sighting: KeySighting, among free: [Int], _ areAllTold: Bool
    ) -> Int? {
        let named = free.first { keys[$0].told?.id != nil }
        let unnamed = free.first { keys[$0].told?.id == nil }
        guard let id = sighting.id else { return unnamed ?? named }
        let missed = keys.firstIndex { !$0.isPresent && $0.told?.id == id }
        // The key that was taken for the one that left is here, so another one left.
        if let missed, let named, areAllTold || unnamed == nil {
            let told = keys[missed].told
            keys[missed].told = keys[named].told
            keys[named].told = told
            return named
        }
        return unnamed ?? named
    }

    private mutating func settle(
        _ index: Int, as key: HardwareKey, _ join: SentinelJoin, at now: Instant
    ) {
        // A key that was told is still in its port, though nobody tells of it now. Only who told of it can
        // bring it in doubt.
        if key.id == nil, key.state == .needsRuntime, keys[index].told?.id != nil {
            if join.isWhole || keys[index].found?.isConfirmed == true {
                keys[index].doubt(at: now)
            }
            keys[index].look(found: keys[index].found, at: now)
        } else {
            keys[index].doubtedSince = nil
            keys[index].look(found: key, at: now)
        }
    }

    /// When a doubtful key counts no more as there.
    func doubtsEnd(_ key: FollowedKey) -> Instant? {
        guard let since = key.doubtedSince, key.told?.state == .ready,
            key.isPresent || mayBeBack(key)
        else { return nil }
        return since + timing.debounce
    }

    mutating func endDoubts(at now: Instant) -> [Step] {
        var steps: [Step] = []
        for index in keys.indices {
            guard let end = doubtsEnd(keys[index]), end <= now, let told = keys[index].told else {
                continue
            }
            keys[index].told = told.inDoubt
            if keys[index].isPresent { keys[index].found = told.inDoubt }
            steps.append(.tell(.changed(told.inDoubt)))
        }
        return steps
    }
}

extension FollowedKey {
    fileprivate mutating func doubt(at now: Instant) {
        doubtedSince = doubtedSince ?? now
    }
}

extension KeySighting {
    fileprivate var isUntold: Bool { id == nil && state == .needsRuntime }
}

extension HardwareKey {
    fileprivate var isUntold: Bool { [.needsRuntime, .busy, .noAccess].contains(state) }
}
