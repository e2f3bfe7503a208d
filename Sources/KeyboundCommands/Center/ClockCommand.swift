import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import Foundation
import LicenseBinding
import LicenseStore
import VerdictText

struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "The time that licenses are judged by.",
        subcommands: [ClockHeal.self])
}

struct ClockHeal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heal",
        abstract: "Ask a center for the time, signed for this question, and go by it from now on.",
        discussion: "For a computer whose licenses are refused as CLOCK_SET_BACK.")

    @OptionGroup var center: CenterOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let task = try CenterTask(center, SiteTask(store, machine, output))
        guard let nonce = Nonce(CommandContext.current.random(Nonce.count)) else {
            preconditionFailure("as many bytes as a nonce has")
        }
        let body = try await task.post(CenterPath.times, TimeRequest(nonce: nonce).json)
        let statement: TimeStatement
        do {
            let text = try Claims(parsing: body).text("time")
            var reader = task.local.site.trust.reader
            statement = try reader.time(Array(text.utf8), answering: nonce)
        } catch let refusal as Refusal {
            throw CommandFailure(
                "the center's time is not by a publisher that is trusted here: \(RefusalText(refusal).found)"
            )
        } catch let defect as Defect {
            throw CommandFailure("the center's time cannot be read: \(defect.text)")
        }
        try task.local.site.store.healClock(to: statement.time, at: task.local.site.moment)
        let floor = task.local.site.store.clockFloor(at: task.local.site.moment)
        guard floor.map({ $0 <= statement.time + ClockFloor.tolerance }) ?? true else {
            throw CommandFailure(
                "the store of the computer holds a later time than the center, and counts too: sudo keybound "
                    + "clock heal --center \(task.address)")
        }
        try tell(statement.time, task.local.site.moment)
    }

    private func tell(_ time: Date, _ moment: Moment) throws {
        let behind = time.timeIntervalSince(moment.time)
        let isWrong = behind > ClockFloor.tolerance
        if output.json {
            Console.print(
                JSONObject([
                    "time": .string(Timestamp.text(time)),
                    "clock": .string(Timestamp.text(moment.time)),
                    "behind": .integer(Int64(behind.rounded())), "healed": .bool(!isWrong),
                ]))
        } else {
            Console.print("The center's time: \(Timestamp.text(time))")
            Console.print("This clock:        \(Timestamp.text(moment.time))")
            Console.print(
                isWrong
                    ? Tone.bad("The clock is wrong") + ": set it, as by: timedatectl set-ntp true"
                    : Tone.good("healed") + ": licenses go by this time from now on")
        }
        if isWrong { throw ExitCode.refused }
    }
}
