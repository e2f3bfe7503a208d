import AgentProtocol
import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import SeatProtocol
import VerdictText

/// The seats in the files of a store.
struct KeptSeats {
    let store: LicenseStore

    init(_ store: LicenseStore) {
        self.store = store
    }

    func seat(_ lease: LeaseID) throws -> KeptSeat {
        for file in store.seats {
            // What cannot be read is another one.
            if let bytes = try? file.content.get(), let kept = try? KeptSeat(parsing: bytes),
                kept.lease == lease
            {
                return kept
            }
        }
        throw CommandFailure(
            "there is no seat \(lease) in \(store.own.path): who has seats tells keybound seats who"
        )
    }

    /// Gives back what may have been granted, though nobody has seen it. The file stays where that fails: keybound seats
    /// release tries it again.
    func forget(_ question: LocalSeatQuestion, _ daemon: DaemonOptions) async {
        do {
            _ = try await daemon.ask(
                "DELETE", "\(AgentPath.seats)/\(question.lease)", secret: question.secret)
            try store.removeSeat(question.lease.description)
        } catch {
            Console.note(
                "A seat may be taken all the same. To give it back: keybound seats release \(question.lease)"
            )
        }
    }

    /// The file goes when the server has the seat again.
    func giveBack(_ lease: LeaseID, _ daemon: DaemonOptions, _ output: OutputOptions) async throws {
        let kept = try seat(lease)
        _ = try await daemon.asking(
            "DELETE", "\(AgentPath.seats)/\(lease)", secret: kept.secret, told: output)
        try store.removeSeat(lease.description)
        guard !output.json else {
            return Console.print(JSONObject(["released": .string(lease.description)]))
        }
        Console.print("The seat of \(kept.product) is free again.".printable)
    }
}
