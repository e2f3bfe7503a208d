/// Why a test machine does not do its work; the folder has `console.log` and `qemu.log`.
package enum MachineFailure: Error {
    case notStarted(errno: Int32)
    case ended(folder: String)
    case notReady(folder: String)
    case programEnded(command: String, exitCode: Int, diagnostics: String)
    case programTimeout(command: String, limit: Duration)
}
