import LicenseBinding
package import SeatAllocation
package import SeatProtocol
import Synchronization
import SystemThreads

/// The ledger of a server, and what keeps it: whatever is answered was kept before.
///
/// All who come while one commit is on its way to the disk are kept together by the next.
package final class SeatOffice: Sendable {
    private struct State {
        var ledger: SeatLedger
        /// What was not kept yet, in its order. What could not be kept stays here for the next attempt: seats that it
        /// takes are taken, and those that it frees are given to nobody before that is kept too.
        var pending: [SeatChange] = []
        /// The leases that have changes in a commit to come, with the last one's number.
        var unsettled: [LeaseID: Int] = [:]
        var commit = 0
        var waiting: [UnsafeContinuation<Void, any Error>] = []
        var isAtWork = false
        /// The last commit failed.
        var isBroken = false

        /// - Returns: whether there is something to keep.
        mutating func noteChanges() -> Bool {
            let changes = ledger.takeChanges()
            for change in changes {
                pending.append(change)
                unsettled[change.lease] = commit
            }
            return !changes.isEmpty
        }

        /// Whether a lease has changes that were not kept yet; whether any has, without one.
        func isUnsettled(_ id: LeaseID?) -> Bool {
            id.map { unsettled[$0] != nil } ?? (isAtWork || !pending.isEmpty)
        }

        /// - Returns: whether it is the caller's to begin with commits.
        mutating func begins() -> Bool {
            defer { isAtWork = true }
            return !isAtWork
        }

        mutating func settle(_ batch: [SeatChange], _ number: Int) {
            isBroken = false
            for change in batch where unsettled[change.lease] == number {
                unsettled[change.lease] = nil
            }
        }
    }

    private let storage: any SeatStorage
    /// Where commits are made: it waits for the disk, and nobody else does.
    private let thread = ThreadExecutor()
    private let clock: @Sendable () -> SeatTime
    private let state: Mutex<State>
    private let onKept: @Sendable ([SeatChange]) -> Void

    /// - Parameter onKept: told what was kept, in its order.
    package init(
        _ ledger: SeatLedger, keptIn storage: any SeatStorage,
        clock: @escaping @Sendable () -> SeatTime = { .now },
        onKept: @escaping @Sendable ([SeatChange]) -> Void = { _ in }
    ) {
        self.storage = storage
        self.clock = clock
        self.onKept = onKept
        state = Mutex(State(ledger: ledger))
    }

    /// Claims a seat of the first of some pools that has one.
    /// - Parameters:
    ///   - claims: the same for each pool, at least one.
    ///   - meanwhile: what is done with the answer while it is kept.
    package func claim<Value: Sendable>(
        _ claims: [SeatClaim], meanwhile: (SeatAnswer) throws -> Value
    ) async throws -> Value {
        let now = clock()
        return try await perform(touching: claims.first?.lease) { ledger in
            // What has a seat already, or a place in a queue, asks for that one.
            if let known = ledger.lease(claims[0].lease),
                let same = claims.first(where: { $0.pool == known.pool })
            {
                return ledger.claim(same, at: now)
            }
            // Nobody waits for one license while another has a seat.
            var refused: SeatAnswer?
            for claim in claims {
                let answer = ledger.claim(claim.withoutWaiting, at: now)
                guard case .refused = answer else { return answer }
                refused = refused ?? answer
            }
            // The first reason stands.
            return claims[0].waits
                ? ledger.claim(claims[0], at: now) : refused ?? .refused(.poolUnknown)
        } meanwhile: {
            try meanwhile($0)
        }
    }

    /// Renews leases, in memory alone.
    package func renew(
        _ id: LeaseID, secretHash: [UInt8], idle: Duration = .zero
    ) async throws -> Result<SeatLease, SeatRefusal> {
        let now = clock()
        return try await perform(touching: id, mayChange: false) { ledger in
            ledger.renew(id, secretHash: secretHash, idle: idle, at: now)
        }
    }

    package func release(
        _ id: LeaseID, secretHash: [UInt8]
    ) async throws -> Result<SeatLease, SeatRefusal> {
        let now = clock()
        return try await perform(touching: id) { ledger in
            ledger.release(id, secretHash: secretHash, at: now)
        }
    }

    package func borrow(
        _ id: LeaseID, secretHash: [UInt8], for time: Duration
    ) async throws -> Result<SeatLease, SeatRefusal> {
        let now = clock()
        return try await perform(touching: id) { ledger in
            ledger.borrow(id, secretHash: secretHash, for: time, at: now)
        }
    }

    /// Takes a seat away from its holder.
    package func free(_ id: LeaseID, _ note: SeatWriteOff) async throws -> SeatLease? {
        try await perform(touching: id) { $0.free(id, note) }
    }

    /// Other rules and pools from now on.
    package func follow(
        _ rules: SeatRules, _ pools: [SeatPool], successors: [String: String]
    ) async throws {
        let now = clock()
        try await perform(touching: nil) { ledger in
            ledger.follow(rules, pools, successors: successors, at: now)
        }
    }

    /// Writes down how long borrowed seats still last, so that they last no longer for a server that was down.
    package func noteBorrowed() async throws {
        try await perform(touching: nil) { $0.noteBorrowed() }
    }

    package func lease(_ id: LeaseID) -> SeatLease? { state.withLock { $0.ledger.lease(id) } }

    /// The leases that there are, and how the pools are used.
    package func look<Value: Sendable>(_ body: (SeatLedger) -> Value) -> Value {
        let now = clock()
        return state.withLock { state in
            state.ledger.expire(at: now)
            _ = state.noteChanges()
            return body(state.ledger)
        }
    }

    /// Whether the last commit was kept.
    package var isKeeping: Bool { state.withLock { !$0.isBroken } }

    package func writeOffs(
        atMost count: Int
    ) async throws -> [(lease: SeatLease, note: SeatWriteOff)] {
        try await storage.writeOffs(atMost: count)
    }
}

extension SeatOffice {
    /// Does something with the ledger, and answers when it was kept.
    private func perform<Value: Sendable>(
        touching id: LeaseID?, mayChange: Bool = true, _ work: (inout SeatLedger) -> Value
    ) async throws -> Value {
        try await perform(touching: id, mayChange: mayChange, work) { $0 }
    }

    /// - Parameters:
    ///   - id: whose changes it waits for; nothing for all.
    ///   - meanwhile: what is done with the value while it is kept.
    private func perform<Value: Sendable, Answer>(
        touching id: LeaseID?, mayChange: Bool = true, _ work: (inout SeatLedger) -> Value,
        meanwhile: (Value) throws -> Answer
    ) async throws -> Answer {
        // Nothing new is begun as long as nothing can be kept.
        if mayChange, state.withLock({ $0.isBroken }) { try await wait(for: nil) }
        let (value, isKept, begins) = state.withLock { state in
            let value = work(&state.ledger)
            let hasChanged = state.noteChanges()
            let isKept = !hasChanged && !state.isUnsettled(id)
            return (value, isKept, !isKept && state.begins())
        }
        if begins { begin() }
        // What was changed is kept, whatever becomes of the answer.
        let answer = Result { try meanwhile(value) }
        if !isKept { try await wait(for: id) }
        return try answer.get()
    }

    /// Waits until a commit has kept what there was.
    private func wait(for id: LeaseID?) async throws {
        try await withUnsafeThrowingContinuation { continuation in
            let begins = state.withLock { state -> Bool? in
                guard state.isUnsettled(id) else { return nil }
                state.waiting.append(continuation)
                return state.begins()
            }
            switch begins {
            case nil: continuation.resume()
            case true?: begin()
            case false?: break
            }
        }
    }

    private func begin() {
        Task(executorPreference: thread) { await self.commit() }
    }

    /// Keeps all that is there, and goes on as long as more comes.
    private func commit() async {
        while let (batch, number, waiting) = nextBatch() {
            do {
                if !batch.isEmpty { try await storage.keep(batch, at: clock()) }
            } catch {
                for waiter in waiting + giveUp(batch) { waiter.resume(throwing: error) }
                return
            }
            state.withLock { $0.settle(batch, number) }
            for waiter in waiting { waiter.resume() }
            if !batch.isEmpty { onKept(batch) }
        }
    }

    private func nextBatch() -> (
        [SeatChange], number: Int, waiting: [UnsafeContinuation<Void, any Error>]
    )? {
        state.withLock { state in
            state.isAtWork = !state.pending.isEmpty || !state.waiting.isEmpty
            guard state.isAtWork else { return nil }
            defer {
                state.pending = []
                state.waiting = []
                state.commit += 1
            }
            return (state.pending, state.commit, state.waiting)
        }
    }

    /// Nothing of a batch was kept: it is tried again with what comes next.
    /// - Returns: those who wait for the next one.
    private func giveUp(
        _ batch: [SeatChange]
    ) -> [UnsafeContinuation<Void, any Error>] {
        state.withLock { state in
            defer { state.waiting = [] }
            state.pending = batch + state.pending
            for change in state.pending { state.unsettled[change.lease] = state.commit }
            state.isBroken = true
            state.isAtWork = false
            return state.waiting
        }
    }
}
