import FoundationEssentials
import HardwareKeys
import LicenseBinding
import Logging
import SeatProtocol
import Synchronization
import SystemThreads
import USBBus

/// Lets the keys speak for the server: every few minutes, and at once when a device comes or leaves.
final class DelegationKeeper: Sendable {
    /// How old a delegation may be before the next is made.
    private static let renewal = Duration.seconds(240)
    /// How soon a key that did not answer is asked again.
    private static let retry = Duration.seconds(5)

    private let licenses: SeatLicenses
    private let signer: SeatSigner
    private let logger: Logger
    private let onChange: @Sendable (SeatAuthority) -> Void
    private let pulse = Pulse()
    /// Where the key of each license was when it signed last.
    private let places = Mutex<[LicenseID: USBAddress]>([:])
    /// The devices that have left since a key was asked.
    private let departures = Mutex<Set<USBAddress>>([])

    /// - Parameter onChange: told of a license whose seats are granted from now on, or no longer.
    init(
        _ licenses: SeatLicenses, by signer: SeatSigner, logger: Logger,
        onChange: @escaping @Sendable (SeatAuthority) -> Void
    ) {
        self.licenses = licenses
        self.signer = signer
        self.logger = logger
        self.onChange = onChange
    }

    /// Other licenses may be there, or other keys.
    func look() {
        pulse.wake()
    }

    /// Lets all keys speak anew.
    func askAnew() {
        pulse.change()
    }

    /// Until it is canceled.
    func run() async {
        let following = Task { await self.follow() }
        defer { following.cancel() }
        await withTaskCancellationHandler {
            pulse.change()
            while let hasChanged = await pulse.next() {
                for authority in licenses.all {
                    let isDue = hasChanged || authority.isDue(at: Date(), after: Self.renewal)
                    // A key that cannot sign is looked for each time.
                    if isDue || authority.isSeen { await ask(authority, isDue: isDue) }
                }
                let isComplete = licenses.all.allSatisfy {
                    !$0.isDue(at: Date(), after: Self.renewal)
                }
                pulse.set(to: .now + (isComplete ? .seconds(30) : Self.retry))
            }
        } onCancel: {
            pulse.end()
        }
    }

    /// A key that leaves speaks for nobody from that moment on.
    private func follow() async {
        while !Task.isCancelled {
            if let events = try? signer.detector.follow() {
                for await event in events() {
                    switch event {
                    case .left(let device):
                        left(device.address)
                        // Of keys that others tell of it may be any.
                        look()
                    // It may be the one that is missed.
                    case .arrived: look()
                    }
                }
            }
            // Canceled, it ends at once.
            try? await Task.sleep(for: .seconds(30))
        }
    }

    private func left(_ address: USBAddress) {
        departures.withLock { _ = $0.insert(address) }
        let gone = places.withLock { places in
            let gone = places.filter { $0.value == address }.map(\.key)
            for license in gone { places[license] = nil }
            return gone
        }
        for license in gone {
            guard let authority = licenses.authority(of: license.description) else { continue }
            stop(authority, because: .keyAbsent)
        }
    }

    private func stop(_ authority: SeatAuthority, because obstacle: SeatAuthority.Obstacle) {
        let before = authority.obstacle
        authority.stop(because: obstacle)
        guard before != obstacle else { return }
        logger.warning(
            "no seats are granted",
            metadata: ["license": "\(authority.license.id)", "reason": "\(obstacle.code)"])
        onChange(authority)
    }

    /// - Parameter isDue: whether a word is needed; else it is only found out whether there is one still.
    private func ask(_ authority: SeatAuthority, isDue: Bool) async {
        var generator = SystemRandomNumberGenerator()
        let page = authority.nextPage(or: Nonce(from: &generator))
        let now = Date()
        let content = SeatDelegation.Content(
            license: authority.license.id, server: signer.server.publicKey, from: now,
            until: now + SeatDelegation.longest, root: page.root)
        departures.withLock { $0 = [] }
        let outcome: SeatSigner.Outcome
        do {
            outcome = try await signer.word(over: content.challenge, for: authority.license)
        } catch {
            logger.error("the keys cannot be asked", metadata: ["error": "\(error)"])
            stop(authority, because: .keyAbsent)
            return
        }
        switch outcome {
        case .word(let word, let address):
            // What left while it spoke speaks for nobody.
            let left = departures.withLock(\.self)
            guard !left.contains(address) else {
                stop(authority, because: .keyAbsent)
                return
            }
            // Of keys that others tell of it may have been any: they are asked once more.
            if word.assurance == .identified, !left.isEmpty { return look() }
            guard isDue else { return }
            let before = authority.obstacle
            places.withLock { $0[authority.license.id] = address }
            authority.hold(SeatDelegation(content, word), with: page)
            guard before != nil else { return }
            logger.info(
                "seats are granted",
                metadata: ["license": "\(authority.license.id)", "key": "\(word.key)"])
            onChange(authority)
        case .obstacle(.keyBusy):
            // What it said last still holds for a while. Without that nobody is to plug in what is there.
            logger.info("a key is busy", metadata: ["license": "\(authority.license.id)"])
            if authority.obstacle == .keyAbsent { stop(authority, because: .keyBusy) }
        case .obstacle(let obstacle):
            stop(authority, because: obstacle)
        }
    }
}

extension SeatAuthority.Obstacle {
    /// The stable name of the reason.
    var code: String {
        switch self {
        case .keyAbsent: "KEY_ABSENT"
        case .keyBusy: "KEY_BUSY"
        case .keyCopied: "KEY_CLONE_SUSPECTED"
        case .serverUnnamed, .otherServer: "SEAT_DENIED"
        case .license(let refusals): refusals.first?.code ?? "SEAT_DENIED"
        }
    }
}
