import SeatProtocol

/// Leases by the time at which they end, the first at the top. A renewed lease stays where it is until it is looked at.
struct ExpiryHeap: Sendable {
    struct Item: Sendable {
        let time: SeatTime
        let lease: LeaseID
        /// Tells a lease from a later one of the same ID.
        let since: SeatTime

        init(_ lease: SeatLease) {
            time = lease.heldUntil
            self.lease = lease.id
            since = lease.since
        }
    }

    private var items: [Item] = []

    var first: Item? { items.first }
    var count: Int { items.count }

    mutating func add(_ lease: SeatLease) {
        items.append(Item(lease))
        rise(from: items.count - 1)
    }

    mutating func removeFirst() {
        guard let last = items.popLast(), !items.isEmpty else { return }
        items[0] = last
        sink()
    }

    /// Forgets those that nobody waits for any more.
    mutating func forget(all isOver: (Item) -> Bool) {
        let kept = items.filter { !isOver($0) }
        items = []
        items.reserveCapacity(kept.count)
        for item in kept {
            items.append(item)
            rise(from: items.count - 1)
        }
    }

    private mutating func rise(from place: Int) {
        var child = place
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child].time < items[parent].time else { return }
            items.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
                if items[child].time < items[least].time { least = child }
            }
            guard least != parent else { return }
            items.swapAt(parent, least)
            parent = least
        }
    }
}
