package io.tallyspan.examples.supportdesk;

import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.examples.stage.LedgerRows;
import io.tallyspan.examples.supportdesk.agents.Ticket;
import io.tallyspan.id.Uuid5;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What runs and executions are called, so that who repeats them can call them the same. */
final class JobIds {

    private JobIds() {}

    /** The run that answers a ticket. */
    static String run(String runId, Ticket ticket) {
        return runId + '-' + ticket.account().id();
    }

    /** The execution of a run in one process. */
    static String execution(String executionId, String run, String process) {
        return Uuid5.of("support-desk", executionId, run, process);
    }

    /** The attempts of one main job, each run's in the order of their start. */
    static List<LedgerRow> rows(Path data, String runId, String executionId) throws IOException {
        List<String> executions = executions(runId, executionId);
        List<LedgerRow> rows = new ArrayList<>();
        for (String run : runs(runId)) {
            for (LedgerRow row : LedgerRows.ofRun(data, run)) {
                if (executions.contains(row.executionId())) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** Whose request it was, as the clients tell the fake providers. */
    static String seed(String executionId, String stepPath) {
        return executionId + '/' + stepPath;
    }

    /** All runs of a main job. */
    static List<String> runs(String runId) {
        return Tickets.TODAY.stream().map(ticket -> run(runId, ticket)).toList();
    }

    /** All executions of a main job. */
    static List<String> executions(String runId, String executionId) {
        return runs(runId).stream()
                .flatMap(run -> Stream.of(Desk.PROCESS, RefundService.PROCESS)
                        .map(process -> execution(executionId, run, process)))
                .toList();
    }
}
